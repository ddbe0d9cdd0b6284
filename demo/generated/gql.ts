/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query WhoCoordinates {\n    viewer {\n      displayName\n      memberships { role chapter { id name } }\n    }\n    activityTypes { id name }\n  }\n": typeof types.WhoCoordinatesDocument,
    "\n  query MentorsOfChapter($chapterId: ID!, $after: String) {\n    peerMentors(chapterId: $chapterId, first: 200, after: $after) {\n      edges { node { id displayName } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.MentorsOfChapterDocument,
    "\n  mutation RegisterBeforehand($input: BulkRegisterActivitiesInput!) {\n    bulkRegisterActivities(input: $input) {\n      __typename\n      ... on BulkRegisterActivitiesSuccess { activityIds }\n      ... on Error { message }\n    }\n  }\n": typeof types.RegisterBeforehandDocument,
    "\n  mutation Submit($input: BulkSubmissionInput!) {\n    submitBulkRegistration(input: $input) {\n      __typename\n      ... on BulkSubmission { id total }\n      ... on Error { message }\n    }\n  }\n": typeof types.SubmitDocument,
    "\n  mutation Retry($input: RetryFailedMentorsInput!) {\n    retryFailedMentors(input: $input) {\n      __typename\n      ... on BulkSubmission { id total }\n      ... on Error { message }\n    }\n  }\n": typeof types.RetryDocument,
    "\n  subscription Progress($submissionId: ID!, $after: Int!) {\n    bulkProgress(submissionId: $submissionId, after: $after) {\n      sequence\n      completed\n      succeeded\n      failed\n      total\n      state\n      overallStatus\n      outcome {\n        mentorId\n        mentor { displayName }\n        error { code message }\n      }\n    }\n  }\n": typeof types.ProgressDocument,
};
const documents: Documents = {
    "\n  query WhoCoordinates {\n    viewer {\n      displayName\n      memberships { role chapter { id name } }\n    }\n    activityTypes { id name }\n  }\n": types.WhoCoordinatesDocument,
    "\n  query MentorsOfChapter($chapterId: ID!, $after: String) {\n    peerMentors(chapterId: $chapterId, first: 200, after: $after) {\n      edges { node { id displayName } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.MentorsOfChapterDocument,
    "\n  mutation RegisterBeforehand($input: BulkRegisterActivitiesInput!) {\n    bulkRegisterActivities(input: $input) {\n      __typename\n      ... on BulkRegisterActivitiesSuccess { activityIds }\n      ... on Error { message }\n    }\n  }\n": types.RegisterBeforehandDocument,
    "\n  mutation Submit($input: BulkSubmissionInput!) {\n    submitBulkRegistration(input: $input) {\n      __typename\n      ... on BulkSubmission { id total }\n      ... on Error { message }\n    }\n  }\n": types.SubmitDocument,
    "\n  mutation Retry($input: RetryFailedMentorsInput!) {\n    retryFailedMentors(input: $input) {\n      __typename\n      ... on BulkSubmission { id total }\n      ... on Error { message }\n    }\n  }\n": types.RetryDocument,
    "\n  subscription Progress($submissionId: ID!, $after: Int!) {\n    bulkProgress(submissionId: $submissionId, after: $after) {\n      sequence\n      completed\n      succeeded\n      failed\n      total\n      state\n      overallStatus\n      outcome {\n        mentorId\n        mentor { displayName }\n        error { code message }\n      }\n    }\n  }\n": types.ProgressDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WhoCoordinates {\n    viewer {\n      displayName\n      memberships { role chapter { id name } }\n    }\n    activityTypes { id name }\n  }\n"): (typeof documents)["\n  query WhoCoordinates {\n    viewer {\n      displayName\n      memberships { role chapter { id name } }\n    }\n    activityTypes { id name }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MentorsOfChapter($chapterId: ID!, $after: String) {\n    peerMentors(chapterId: $chapterId, first: 200, after: $after) {\n      edges { node { id displayName } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query MentorsOfChapter($chapterId: ID!, $after: String) {\n    peerMentors(chapterId: $chapterId, first: 200, after: $after) {\n      edges { node { id displayName } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RegisterBeforehand($input: BulkRegisterActivitiesInput!) {\n    bulkRegisterActivities(input: $input) {\n      __typename\n      ... on BulkRegisterActivitiesSuccess { activityIds }\n      ... on Error { message }\n    }\n  }\n"): (typeof documents)["\n  mutation RegisterBeforehand($input: BulkRegisterActivitiesInput!) {\n    bulkRegisterActivities(input: $input) {\n      __typename\n      ... on BulkRegisterActivitiesSuccess { activityIds }\n      ... on Error { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Submit($input: BulkSubmissionInput!) {\n    submitBulkRegistration(input: $input) {\n      __typename\n      ... on BulkSubmission { id total }\n      ... on Error { message }\n    }\n  }\n"): (typeof documents)["\n  mutation Submit($input: BulkSubmissionInput!) {\n    submitBulkRegistration(input: $input) {\n      __typename\n      ... on BulkSubmission { id total }\n      ... on Error { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Retry($input: RetryFailedMentorsInput!) {\n    retryFailedMentors(input: $input) {\n      __typename\n      ... on BulkSubmission { id total }\n      ... on Error { message }\n    }\n  }\n"): (typeof documents)["\n  mutation Retry($input: RetryFailedMentorsInput!) {\n    retryFailedMentors(input: $input) {\n      __typename\n      ... on BulkSubmission { id total }\n      ... on Error { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Progress($submissionId: ID!, $after: Int!) {\n    bulkProgress(submissionId: $submissionId, after: $after) {\n      sequence\n      completed\n      succeeded\n      failed\n      total\n      state\n      overallStatus\n      outcome {\n        mentorId\n        mentor { displayName }\n        error { code message }\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription Progress($submissionId: ID!, $after: Int!) {\n    bulkProgress(submissionId: $submissionId, after: $after) {\n      sequence\n      completed\n      succeeded\n      failed\n      total\n      state\n      overallStatus\n      outcome {\n        mentorId\n        mentor { displayName }\n        error { code message }\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;