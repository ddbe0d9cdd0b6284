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
    "\n  query WhoAmI {\n    viewer { displayName memberships { role } }\n  }\n": typeof types.WhoAmIDocument,
    "\n  mutation RegisterOne($input: ActivityInput!) {\n    registerActivity(input: $input) {\n      __typename\n      ... on ActivityRecord { id }\n    }\n  }\n": typeof types.RegisterOneDocument,
    "\n  query CountRecords {\n    activityRecords(first: 1) { totalCount }\n  }\n": typeof types.CountRecordsDocument,
    "\n  query FirstThings {\n    activityTypes { id }\n    peerMentors(first: 1) { edges { node { id } } }\n  }\n": typeof types.FirstThingsDocument,
    "\n  query RecordsOfChapters($filter: ActivityRecordFilter) {\n    activityRecords(filter: $filter, first: 200) {\n      totalCount\n      edges { node { id recordedByName chapter { name timeZone closedBefore } peerMentor { displayName } } }\n    }\n  }\n": typeof types.RecordsOfChaptersDocument,
    "\n  query SubmissionOfChapter($id: ID!) {\n    bulkSubmission(id: $id) { actingCoordinatorId chapter { name } }\n  }\n": typeof types.SubmissionOfChapterDocument,
    "\n  query WhoActed {\n    bulkSubmissions(first: 1) { edges { node { actingCoordinatorId actingCoordinatorName } } }\n    auditLog(first: 1) { edges { node { actingCoordinatorId actingCoordinatorName } } }\n  }\n": typeof types.WhoActedDocument,
    "\n  query Preview($input: BulkSubmissionInput!, $first: Int, $after: String) {\n    previewBulkRegistration(input: $input) {\n      __typename\n      ... on BulkRegistrationPreview {\n        total\n        wouldSucceed\n        wouldFail\n        problems(first: $first, after: $after) {\n          totalCount\n          edges { cursor node { mentorId mentor { displayName } error { code message retryable } } }\n          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n        }\n        sameDay { totalCount edges { node { mentor { id } existing { id recordedAt } } } }\n      }\n      ... on Error { code message }\n      ... on InvalidTemplateError { issues { field code } }\n      ... on DuplicateMentorsError { mentorIds }\n    }\n  }\n": typeof types.PreviewDocument,
    "\n  query Statistics($filter: ActivityRecordFilter, $groupBy: [StatisticsDimension!]!, $timeZone: String) {\n    activityStatistics(filter: $filter, groupBy: $groupBy, timeZone: $timeZone) {\n      activities\n      minutes\n      peerMentors\n      groups {\n        chapter { name }\n        activityType { name }\n        peerMentor { displayName }\n        period\n        activities\n        minutes\n        peerMentors\n      }\n    }\n  }\n": typeof types.StatisticsDocument,
    "\n  query AnyNode($id: ID!) {\n    node(id: $id) {\n      __typename\n      id\n      ... on Chapter { name }\n      ... on ActivityType { name }\n      ... on PeerMentor { displayName }\n      ... on ActivityRecord { durationMinutes }\n      ... on BulkSubmission { total }\n      ... on AuditEntry { kind }\n    }\n  }\n": typeof types.AnyNodeDocument,
    "\n  query OneOfEach($id: ID!) {\n    activityRecord(id: $id) { id durationMinutes }\n    peerMentor(id: $id) { id displayName }\n    bulkSubmission(id: $id) { id }\n  }\n": typeof types.OneOfEachDocument,
    "\n  query RefetchOutcomes($id: ID!, $after: String) {\n    node(id: $id) {\n      __typename\n      id\n      ... on BulkSubmission {\n        outcomes(first: 2, after: $after) {\n          edges { cursor node { sequence } }\n          pageInfo { hasNextPage endCursor }\n        }\n      }\n    }\n  }\n": typeof types.RefetchOutcomesDocument,
    "\n  query LatestAudit {\n    auditLog(first: 1) { edges { node { id } } }\n  }\n": typeof types.LatestAuditDocument,
    "\n  mutation BulkRegister($input: BulkRegisterActivitiesInput!) {\n    bulkRegisterActivities(input: $input) {\n      __typename\n      ... on BulkRegisterActivitiesSuccess {\n        activityIds\n        dryRun\n        replayed\n        activities {\n          id\n          recordedAt\n          durationMinutes\n          recordedByUserId\n          peerMentor { id displayName chapters { name } }\n          activityType { id name }\n        }\n      }\n      ... on Error { code message }\n      ... on ActivitiesRejectedError { rolledBackCount issues { index field code message } }\n      ... on BatchTooLargeError { limit received }\n    }\n  }\n": typeof types.BulkRegisterDocument,
    "\n  mutation Register($input: ActivityInput!) {\n    registerActivity(input: $input) {\n      __typename\n      ... on ActivityRecord {\n        id\n        recordedAt\n        durationMinutes\n        recordedByUserId\n        peerMentor { id }\n        activityType { id }\n      }\n      ... on Error { code message }\n      ... on ActivitiesRejectedError { rolledBackCount issues { index field code message } }\n    }\n  }\n": typeof types.RegisterDocument,
    "\n  mutation Submit($input: BulkSubmissionInput!) {\n    submitBulkRegistration(input: $input) {\n      __typename\n      ... on BulkSubmission { ...Submission }\n      ... on Error { code message }\n      ... on EmptySelectionError { emptyStatus: overallStatus }\n      ... on SelectionTooLargeError { limit received }\n      ... on DuplicateMentorsError { mentorIds }\n      ... on InvalidTemplateError { issues { index field code message } }\n    }\n  }\n": typeof types.SubmitDocument,
    "\n  mutation Retry($input: RetryFailedMentorsInput!) {\n    retryFailedMentors(input: $input) {\n      __typename\n      ... on BulkSubmission { ...Submission }\n      ... on Error { code message }\n      ... on InvalidTemplateError { issues { index field code message } }\n    }\n  }\n": typeof types.RetryDocument,
    "\n  mutation Cancel($id: ID!) {\n    cancelBulkSubmission(submissionId: $id) { ...Submission }\n  }\n": typeof types.CancelDocument,
    "\n  fragment Submission on BulkSubmission {\n    id\n    state\n    overallStatus\n    total\n    completed\n    succeeded\n    failed\n    cancelRequestedAt\n    createdAt\n    finishedAt\n    template { activityType { id } recordedAt durationMinutes }\n    retryOf { id }\n    retries { id }\n  }\n": typeof types.SubmissionFragmentDoc,
    "\n  query OneSubmission($id: ID!) {\n    bulkSubmission(id: $id) { ...Submission }\n  }\n": typeof types.OneSubmissionDocument,
    "\n  query Submissions($first: Int, $after: String) {\n    bulkSubmissions(first: $first, after: $after) {\n      totalCount\n      edges { cursor node { ...Submission } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": typeof types.SubmissionsDocument,
    "\n  query SubmissionsWithMentors($first: Int, $outcomes: Int) {\n    bulkSubmissions(first: $first) {\n      edges { node { id outcomes(first: $outcomes) { edges { node { mentor { id chapters { name } } } } } } }\n    }\n  }\n": typeof types.SubmissionsWithMentorsDocument,
    "\n  query Outcomes($id: ID!, $status: MentorSubmissionStatus, $first: Int, $after: String) {\n    bulkSubmission(id: $id) {\n      outcomes(status: $status, first: $first, after: $after) {\n        totalCount\n        edges {\n          cursor\n          node {\n            sequence\n            mentorId\n            mentor { id displayName }\n            status\n            activityId\n            error { code message retryable }\n            settledAt\n          }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n    }\n  }\n": typeof types.OutcomesDocument,
    "\n  query RegisteredActivities($filter: ActivityRecordFilter, $first: Int, $after: String) {\n    activityRecords(filter: $filter, first: $first, after: $after) {\n      totalCount\n      edges {\n        cursor\n        node {\n          id\n          recordedAt\n          durationMinutes\n          recordedByUserId\n          peerMentor { id }\n          activityType { id }\n          bulkSubmission { id }\n        }\n      }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": typeof types.RegisteredActivitiesDocument,
    "\n  query SubmissionAudits($first: Int, $after: String) {\n    auditLog(first: $first, after: $after) {\n      totalCount\n      edges { cursor node { kind actingCoordinatorId submissionId total succeeded failed } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": typeof types.SubmissionAuditsDocument,
    "\n  subscription Progress($id: ID!, $after: Int) {\n    bulkProgress(submissionId: $id, after: $after) {\n      submissionId\n      sequence\n      completed\n      succeeded\n      failed\n      total\n      state\n      overallStatus\n      outcome { sequence mentorId mentor { id } status activityId error { code retryable } settledAt }\n    }\n  }\n": typeof types.ProgressDocument,
    "\n  query ViewerAccount {\n    viewer {\n      id\n      displayName\n      memberships { role chapter { id name } }\n    }\n  }\n": typeof types.ViewerAccountDocument,
    "\n  query ActivityTypes {\n    activityTypes { id name }\n  }\n": typeof types.ActivityTypesDocument,
    "\n  query PeerMentors($chapterId: ID, $search: String, $first: Int, $after: String) {\n    peerMentors(chapterId: $chapterId, search: $search, first: $first, after: $after) {\n      totalCount\n      edges { cursor node { id displayName chapters { id name } } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": typeof types.PeerMentorsDocument,
    "\n  query ActivityRecords($filter: ActivityRecordFilter, $first: Int, $after: String) {\n    activityRecords(filter: $filter, first: $first, after: $after) {\n      totalCount\n      edges {\n        cursor\n        node {\n          id\n          recordedAt\n          durationMinutes\n          recordedByUserId\n          createdAt\n          peerMentor { id displayName chapters { name } }\n          activityType { id name }\n        }\n      }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": typeof types.ActivityRecordsDocument,
    "\n  query AuditLog($first: Int, $after: String) {\n    auditLog(first: $first, after: $after) {\n      totalCount\n      edges { cursor node { id kind actingCoordinatorId total succeeded failed createdAt } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": typeof types.AuditLogDocument,
    "\n  mutation VoidActivities($input: VoidActivitiesInput!) {\n    voidActivities(input: $input) {\n      __typename\n      ... on VoidActivitiesSuccess { voided alreadyVoided }\n      ... on Error { code message }\n      ... on ActivitiesRejectedError { rolledBackCount issues { index field code message } }\n      ... on BatchTooLargeError { limit received }\n    }\n  }\n": typeof types.VoidActivitiesDocument,
    "\n  query VoidedRecords($filter: ActivityRecordFilter) {\n    activityRecords(filter: $filter, first: 200) {\n      totalCount\n      edges { node { id voidedAt voidedByUserId voidReason } }\n    }\n  }\n": typeof types.VoidedRecordsDocument,
    "\n  query AuditEntries {\n    auditLog(first: 200) {\n      edges { node { kind actingCoordinatorId submissionId chapter { name } total succeeded failed } }\n    }\n  }\n": typeof types.AuditEntriesDocument,
    "\n  mutation SubmitForTromso($input: BulkSubmissionInput!) {\n    submitBulkRegistration(input: $input) {\n      __typename\n      ... on BulkSubmission { id }\n      ... on Error { code message }\n    }\n  }\n": typeof types.SubmitForTromsoDocument,
    "\n  query SubmissionNow($id: ID!) {\n    bulkSubmission(id: $id) { state completed total }\n  }\n": typeof types.SubmissionNowDocument,
    "\n  query LatestAuditEntries {\n    auditLog(first: 10) { edges { node { submissionId } } }\n  }\n": typeof types.LatestAuditEntriesDocument,
    "\n  subscription FollowForTromso($id: ID!, $after: Int!) {\n    bulkProgress(submissionId: $id, after: $after) {\n      sequence\n      completed\n      succeeded\n      failed\n      total\n      state\n      overallStatus\n      outcome { sequence mentorId status activityId settledAt error { code } }\n    }\n  }\n": typeof types.FollowForTromsoDocument,
};
const documents: Documents = {
    "\n  query WhoAmI {\n    viewer { displayName memberships { role } }\n  }\n": types.WhoAmIDocument,
    "\n  mutation RegisterOne($input: ActivityInput!) {\n    registerActivity(input: $input) {\n      __typename\n      ... on ActivityRecord { id }\n    }\n  }\n": types.RegisterOneDocument,
    "\n  query CountRecords {\n    activityRecords(first: 1) { totalCount }\n  }\n": types.CountRecordsDocument,
    "\n  query FirstThings {\n    activityTypes { id }\n    peerMentors(first: 1) { edges { node { id } } }\n  }\n": types.FirstThingsDocument,
    "\n  query RecordsOfChapters($filter: ActivityRecordFilter) {\n    activityRecords(filter: $filter, first: 200) {\n      totalCount\n      edges { node { id recordedByName chapter { name timeZone closedBefore } peerMentor { displayName } } }\n    }\n  }\n": types.RecordsOfChaptersDocument,
    "\n  query SubmissionOfChapter($id: ID!) {\n    bulkSubmission(id: $id) { actingCoordinatorId chapter { name } }\n  }\n": types.SubmissionOfChapterDocument,
    "\n  query WhoActed {\n    bulkSubmissions(first: 1) { edges { node { actingCoordinatorId actingCoordinatorName } } }\n    auditLog(first: 1) { edges { node { actingCoordinatorId actingCoordinatorName } } }\n  }\n": types.WhoActedDocument,
    "\n  query Preview($input: BulkSubmissionInput!, $first: Int, $after: String) {\n    previewBulkRegistration(input: $input) {\n      __typename\n      ... on BulkRegistrationPreview {\n        total\n        wouldSucceed\n        wouldFail\n        problems(first: $first, after: $after) {\n          totalCount\n          edges { cursor node { mentorId mentor { displayName } error { code message retryable } } }\n          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n        }\n        sameDay { totalCount edges { node { mentor { id } existing { id recordedAt } } } }\n      }\n      ... on Error { code message }\n      ... on InvalidTemplateError { issues { field code } }\n      ... on DuplicateMentorsError { mentorIds }\n    }\n  }\n": types.PreviewDocument,
    "\n  query Statistics($filter: ActivityRecordFilter, $groupBy: [StatisticsDimension!]!, $timeZone: String) {\n    activityStatistics(filter: $filter, groupBy: $groupBy, timeZone: $timeZone) {\n      activities\n      minutes\n      peerMentors\n      groups {\n        chapter { name }\n        activityType { name }\n        peerMentor { displayName }\n        period\n        activities\n        minutes\n        peerMentors\n      }\n    }\n  }\n": types.StatisticsDocument,
    "\n  query AnyNode($id: ID!) {\n    node(id: $id) {\n      __typename\n      id\n      ... on Chapter { name }\n      ... on ActivityType { name }\n      ... on PeerMentor { displayName }\n      ... on ActivityRecord { durationMinutes }\n      ... on BulkSubmission { total }\n      ... on AuditEntry { kind }\n    }\n  }\n": types.AnyNodeDocument,
    "\n  query OneOfEach($id: ID!) {\n    activityRecord(id: $id) { id durationMinutes }\n    peerMentor(id: $id) { id displayName }\n    bulkSubmission(id: $id) { id }\n  }\n": types.OneOfEachDocument,
    "\n  query RefetchOutcomes($id: ID!, $after: String) {\n    node(id: $id) {\n      __typename\n      id\n      ... on BulkSubmission {\n        outcomes(first: 2, after: $after) {\n          edges { cursor node { sequence } }\n          pageInfo { hasNextPage endCursor }\n        }\n      }\n    }\n  }\n": types.RefetchOutcomesDocument,
    "\n  query LatestAudit {\n    auditLog(first: 1) { edges { node { id } } }\n  }\n": types.LatestAuditDocument,
    "\n  mutation BulkRegister($input: BulkRegisterActivitiesInput!) {\n    bulkRegisterActivities(input: $input) {\n      __typename\n      ... on BulkRegisterActivitiesSuccess {\n        activityIds\n        dryRun\n        replayed\n        activities {\n          id\n          recordedAt\n          durationMinutes\n          recordedByUserId\n          peerMentor { id displayName chapters { name } }\n          activityType { id name }\n        }\n      }\n      ... on Error { code message }\n      ... on ActivitiesRejectedError { rolledBackCount issues { index field code message } }\n      ... on BatchTooLargeError { limit received }\n    }\n  }\n": types.BulkRegisterDocument,
    "\n  mutation Register($input: ActivityInput!) {\n    registerActivity(input: $input) {\n      __typename\n      ... on ActivityRecord {\n        id\n        recordedAt\n        durationMinutes\n        recordedByUserId\n        peerMentor { id }\n        activityType { id }\n      }\n      ... on Error { code message }\n      ... on ActivitiesRejectedError { rolledBackCount issues { index field code message } }\n    }\n  }\n": types.RegisterDocument,
    "\n  mutation Submit($input: BulkSubmissionInput!) {\n    submitBulkRegistration(input: $input) {\n      __typename\n      ... on BulkSubmission { ...Submission }\n      ... on Error { code message }\n      ... on EmptySelectionError { emptyStatus: overallStatus }\n      ... on SelectionTooLargeError { limit received }\n      ... on DuplicateMentorsError { mentorIds }\n      ... on InvalidTemplateError { issues { index field code message } }\n    }\n  }\n": types.SubmitDocument,
    "\n  mutation Retry($input: RetryFailedMentorsInput!) {\n    retryFailedMentors(input: $input) {\n      __typename\n      ... on BulkSubmission { ...Submission }\n      ... on Error { code message }\n      ... on InvalidTemplateError { issues { index field code message } }\n    }\n  }\n": types.RetryDocument,
    "\n  mutation Cancel($id: ID!) {\n    cancelBulkSubmission(submissionId: $id) { ...Submission }\n  }\n": types.CancelDocument,
    "\n  fragment Submission on BulkSubmission {\n    id\n    state\n    overallStatus\n    total\n    completed\n    succeeded\n    failed\n    cancelRequestedAt\n    createdAt\n    finishedAt\n    template { activityType { id } recordedAt durationMinutes }\n    retryOf { id }\n    retries { id }\n  }\n": types.SubmissionFragmentDoc,
    "\n  query OneSubmission($id: ID!) {\n    bulkSubmission(id: $id) { ...Submission }\n  }\n": types.OneSubmissionDocument,
    "\n  query Submissions($first: Int, $after: String) {\n    bulkSubmissions(first: $first, after: $after) {\n      totalCount\n      edges { cursor node { ...Submission } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": types.SubmissionsDocument,
    "\n  query SubmissionsWithMentors($first: Int, $outcomes: Int) {\n    bulkSubmissions(first: $first) {\n      edges { node { id outcomes(first: $outcomes) { edges { node { mentor { id chapters { name } } } } } } }\n    }\n  }\n": types.SubmissionsWithMentorsDocument,
    "\n  query Outcomes($id: ID!, $status: MentorSubmissionStatus, $first: Int, $after: String) {\n    bulkSubmission(id: $id) {\n      outcomes(status: $status, first: $first, after: $after) {\n        totalCount\n        edges {\n          cursor\n          node {\n            sequence\n            mentorId\n            mentor { id displayName }\n            status\n            activityId\n            error { code message retryable }\n            settledAt\n          }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n    }\n  }\n": types.OutcomesDocument,
    "\n  query RegisteredActivities($filter: ActivityRecordFilter, $first: Int, $after: String) {\n    activityRecords(filter: $filter, first: $first, after: $after) {\n      totalCount\n      edges {\n        cursor\n        node {\n          id\n          recordedAt\n          durationMinutes\n          recordedByUserId\n          peerMentor { id }\n          activityType { id }\n          bulkSubmission { id }\n        }\n      }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": types.RegisteredActivitiesDocument,
    "\n  query SubmissionAudits($first: Int, $after: String) {\n    auditLog(first: $first, after: $after) {\n      totalCount\n      edges { cursor node { kind actingCoordinatorId submissionId total succeeded failed } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": types.SubmissionAuditsDocument,
    "\n  subscription Progress($id: ID!, $after: Int) {\n    bulkProgress(submissionId: $id, after: $after) {\n      submissionId\n      sequence\n      completed\n      succeeded\n      failed\n      total\n      state\n      overallStatus\n      outcome { sequence mentorId mentor { id } status activityId error { code retryable } settledAt }\n    }\n  }\n": types.ProgressDocument,
    "\n  query ViewerAccount {\n    viewer {\n      id\n      displayName\n      memberships { role chapter { id name } }\n    }\n  }\n": types.ViewerAccountDocument,
    "\n  query ActivityTypes {\n    activityTypes { id name }\n  }\n": types.ActivityTypesDocument,
    "\n  query PeerMentors($chapterId: ID, $search: String, $first: Int, $after: String) {\n    peerMentors(chapterId: $chapterId, search: $search, first: $first, after: $after) {\n      totalCount\n      edges { cursor node { id displayName chapters { id name } } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": types.PeerMentorsDocument,
    "\n  query ActivityRecords($filter: ActivityRecordFilter, $first: Int, $after: String) {\n    activityRecords(filter: $filter, first: $first, after: $after) {\n      totalCount\n      edges {\n        cursor\n        node {\n          id\n          recordedAt\n          durationMinutes\n          recordedByUserId\n          createdAt\n          peerMentor { id displayName chapters { name } }\n          activityType { id name }\n        }\n      }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": types.ActivityRecordsDocument,
    "\n  query AuditLog($first: Int, $after: String) {\n    auditLog(first: $first, after: $after) {\n      totalCount\n      edges { cursor node { id kind actingCoordinatorId total succeeded failed createdAt } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": types.AuditLogDocument,
    "\n  mutation VoidActivities($input: VoidActivitiesInput!) {\n    voidActivities(input: $input) {\n      __typename\n      ... on VoidActivitiesSuccess { voided alreadyVoided }\n      ... on Error { code message }\n      ... on ActivitiesRejectedError { rolledBackCount issues { index field code message } }\n      ... on BatchTooLargeError { limit received }\n    }\n  }\n": types.VoidActivitiesDocument,
    "\n  query VoidedRecords($filter: ActivityRecordFilter) {\n    activityRecords(filter: $filter, first: 200) {\n      totalCount\n      edges { node { id voidedAt voidedByUserId voidReason } }\n    }\n  }\n": types.VoidedRecordsDocument,
    "\n  query AuditEntries {\n    auditLog(first: 200) {\n      edges { node { kind actingCoordinatorId submissionId chapter { name } total succeeded failed } }\n    }\n  }\n": types.AuditEntriesDocument,
    "\n  mutation SubmitForTromso($input: BulkSubmissionInput!) {\n    submitBulkRegistration(input: $input) {\n      __typename\n      ... on BulkSubmission { id }\n      ... on Error { code message }\n    }\n  }\n": types.SubmitForTromsoDocument,
    "\n  query SubmissionNow($id: ID!) {\n    bulkSubmission(id: $id) { state completed total }\n  }\n": types.SubmissionNowDocument,
    "\n  query LatestAuditEntries {\n    auditLog(first: 10) { edges { node { submissionId } } }\n  }\n": types.LatestAuditEntriesDocument,
    "\n  subscription FollowForTromso($id: ID!, $after: Int!) {\n    bulkProgress(submissionId: $id, after: $after) {\n      sequence\n      completed\n      succeeded\n      failed\n      total\n      state\n      overallStatus\n      outcome { sequence mentorId status activityId settledAt error { code } }\n    }\n  }\n": types.FollowForTromsoDocument,
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
export function graphql(source: "\n  query WhoAmI {\n    viewer { displayName memberships { role } }\n  }\n"): (typeof documents)["\n  query WhoAmI {\n    viewer { displayName memberships { role } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RegisterOne($input: ActivityInput!) {\n    registerActivity(input: $input) {\n      __typename\n      ... on ActivityRecord { id }\n    }\n  }\n"): (typeof documents)["\n  mutation RegisterOne($input: ActivityInput!) {\n    registerActivity(input: $input) {\n      __typename\n      ... on ActivityRecord { id }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CountRecords {\n    activityRecords(first: 1) { totalCount }\n  }\n"): (typeof documents)["\n  query CountRecords {\n    activityRecords(first: 1) { totalCount }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FirstThings {\n    activityTypes { id }\n    peerMentors(first: 1) { edges { node { id } } }\n  }\n"): (typeof documents)["\n  query FirstThings {\n    activityTypes { id }\n    peerMentors(first: 1) { edges { node { id } } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RecordsOfChapters($filter: ActivityRecordFilter) {\n    activityRecords(filter: $filter, first: 200) {\n      totalCount\n      edges { node { id recordedByName chapter { name timeZone closedBefore } peerMentor { displayName } } }\n    }\n  }\n"): (typeof documents)["\n  query RecordsOfChapters($filter: ActivityRecordFilter) {\n    activityRecords(filter: $filter, first: 200) {\n      totalCount\n      edges { node { id recordedByName chapter { name timeZone closedBefore } peerMentor { displayName } } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SubmissionOfChapter($id: ID!) {\n    bulkSubmission(id: $id) { actingCoordinatorId chapter { name } }\n  }\n"): (typeof documents)["\n  query SubmissionOfChapter($id: ID!) {\n    bulkSubmission(id: $id) { actingCoordinatorId chapter { name } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WhoActed {\n    bulkSubmissions(first: 1) { edges { node { actingCoordinatorId actingCoordinatorName } } }\n    auditLog(first: 1) { edges { node { actingCoordinatorId actingCoordinatorName } } }\n  }\n"): (typeof documents)["\n  query WhoActed {\n    bulkSubmissions(first: 1) { edges { node { actingCoordinatorId actingCoordinatorName } } }\n    auditLog(first: 1) { edges { node { actingCoordinatorId actingCoordinatorName } } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Preview($input: BulkSubmissionInput!, $first: Int, $after: String) {\n    previewBulkRegistration(input: $input) {\n      __typename\n      ... on BulkRegistrationPreview {\n        total\n        wouldSucceed\n        wouldFail\n        problems(first: $first, after: $after) {\n          totalCount\n          edges { cursor node { mentorId mentor { displayName } error { code message retryable } } }\n          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n        }\n        sameDay { totalCount edges { node { mentor { id } existing { id recordedAt } } } }\n      }\n      ... on Error { code message }\n      ... on InvalidTemplateError { issues { field code } }\n      ... on DuplicateMentorsError { mentorIds }\n    }\n  }\n"): (typeof documents)["\n  query Preview($input: BulkSubmissionInput!, $first: Int, $after: String) {\n    previewBulkRegistration(input: $input) {\n      __typename\n      ... on BulkRegistrationPreview {\n        total\n        wouldSucceed\n        wouldFail\n        problems(first: $first, after: $after) {\n          totalCount\n          edges { cursor node { mentorId mentor { displayName } error { code message retryable } } }\n          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n        }\n        sameDay { totalCount edges { node { mentor { id } existing { id recordedAt } } } }\n      }\n      ... on Error { code message }\n      ... on InvalidTemplateError { issues { field code } }\n      ... on DuplicateMentorsError { mentorIds }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Statistics($filter: ActivityRecordFilter, $groupBy: [StatisticsDimension!]!, $timeZone: String) {\n    activityStatistics(filter: $filter, groupBy: $groupBy, timeZone: $timeZone) {\n      activities\n      minutes\n      peerMentors\n      groups {\n        chapter { name }\n        activityType { name }\n        peerMentor { displayName }\n        period\n        activities\n        minutes\n        peerMentors\n      }\n    }\n  }\n"): (typeof documents)["\n  query Statistics($filter: ActivityRecordFilter, $groupBy: [StatisticsDimension!]!, $timeZone: String) {\n    activityStatistics(filter: $filter, groupBy: $groupBy, timeZone: $timeZone) {\n      activities\n      minutes\n      peerMentors\n      groups {\n        chapter { name }\n        activityType { name }\n        peerMentor { displayName }\n        period\n        activities\n        minutes\n        peerMentors\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AnyNode($id: ID!) {\n    node(id: $id) {\n      __typename\n      id\n      ... on Chapter { name }\n      ... on ActivityType { name }\n      ... on PeerMentor { displayName }\n      ... on ActivityRecord { durationMinutes }\n      ... on BulkSubmission { total }\n      ... on AuditEntry { kind }\n    }\n  }\n"): (typeof documents)["\n  query AnyNode($id: ID!) {\n    node(id: $id) {\n      __typename\n      id\n      ... on Chapter { name }\n      ... on ActivityType { name }\n      ... on PeerMentor { displayName }\n      ... on ActivityRecord { durationMinutes }\n      ... on BulkSubmission { total }\n      ... on AuditEntry { kind }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OneOfEach($id: ID!) {\n    activityRecord(id: $id) { id durationMinutes }\n    peerMentor(id: $id) { id displayName }\n    bulkSubmission(id: $id) { id }\n  }\n"): (typeof documents)["\n  query OneOfEach($id: ID!) {\n    activityRecord(id: $id) { id durationMinutes }\n    peerMentor(id: $id) { id displayName }\n    bulkSubmission(id: $id) { id }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RefetchOutcomes($id: ID!, $after: String) {\n    node(id: $id) {\n      __typename\n      id\n      ... on BulkSubmission {\n        outcomes(first: 2, after: $after) {\n          edges { cursor node { sequence } }\n          pageInfo { hasNextPage endCursor }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query RefetchOutcomes($id: ID!, $after: String) {\n    node(id: $id) {\n      __typename\n      id\n      ... on BulkSubmission {\n        outcomes(first: 2, after: $after) {\n          edges { cursor node { sequence } }\n          pageInfo { hasNextPage endCursor }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query LatestAudit {\n    auditLog(first: 1) { edges { node { id } } }\n  }\n"): (typeof documents)["\n  query LatestAudit {\n    auditLog(first: 1) { edges { node { id } } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation BulkRegister($input: BulkRegisterActivitiesInput!) {\n    bulkRegisterActivities(input: $input) {\n      __typename\n      ... on BulkRegisterActivitiesSuccess {\n        activityIds\n        dryRun\n        replayed\n        activities {\n          id\n          recordedAt\n          durationMinutes\n          recordedByUserId\n          peerMentor { id displayName chapters { name } }\n          activityType { id name }\n        }\n      }\n      ... on Error { code message }\n      ... on ActivitiesRejectedError { rolledBackCount issues { index field code message } }\n      ... on BatchTooLargeError { limit received }\n    }\n  }\n"): (typeof documents)["\n  mutation BulkRegister($input: BulkRegisterActivitiesInput!) {\n    bulkRegisterActivities(input: $input) {\n      __typename\n      ... on BulkRegisterActivitiesSuccess {\n        activityIds\n        dryRun\n        replayed\n        activities {\n          id\n          recordedAt\n          durationMinutes\n          recordedByUserId\n          peerMentor { id displayName chapters { name } }\n          activityType { id name }\n        }\n      }\n      ... on Error { code message }\n      ... on ActivitiesRejectedError { rolledBackCount issues { index field code message } }\n      ... on BatchTooLargeError { limit received }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Register($input: ActivityInput!) {\n    registerActivity(input: $input) {\n      __typename\n      ... on ActivityRecord {\n        id\n        recordedAt\n        durationMinutes\n        recordedByUserId\n        peerMentor { id }\n        activityType { id }\n      }\n      ... on Error { code message }\n      ... on ActivitiesRejectedError { rolledBackCount issues { index field code message } }\n    }\n  }\n"): (typeof documents)["\n  mutation Register($input: ActivityInput!) {\n    registerActivity(input: $input) {\n      __typename\n      ... on ActivityRecord {\n        id\n        recordedAt\n        durationMinutes\n        recordedByUserId\n        peerMentor { id }\n        activityType { id }\n      }\n      ... on Error { code message }\n      ... on ActivitiesRejectedError { rolledBackCount issues { index field code message } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Submit($input: BulkSubmissionInput!) {\n    submitBulkRegistration(input: $input) {\n      __typename\n      ... on BulkSubmission { ...Submission }\n      ... on Error { code message }\n      ... on EmptySelectionError { emptyStatus: overallStatus }\n      ... on SelectionTooLargeError { limit received }\n      ... on DuplicateMentorsError { mentorIds }\n      ... on InvalidTemplateError { issues { index field code message } }\n    }\n  }\n"): (typeof documents)["\n  mutation Submit($input: BulkSubmissionInput!) {\n    submitBulkRegistration(input: $input) {\n      __typename\n      ... on BulkSubmission { ...Submission }\n      ... on Error { code message }\n      ... on EmptySelectionError { emptyStatus: overallStatus }\n      ... on SelectionTooLargeError { limit received }\n      ... on DuplicateMentorsError { mentorIds }\n      ... on InvalidTemplateError { issues { index field code message } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Retry($input: RetryFailedMentorsInput!) {\n    retryFailedMentors(input: $input) {\n      __typename\n      ... on BulkSubmission { ...Submission }\n      ... on Error { code message }\n      ... on InvalidTemplateError { issues { index field code message } }\n    }\n  }\n"): (typeof documents)["\n  mutation Retry($input: RetryFailedMentorsInput!) {\n    retryFailedMentors(input: $input) {\n      __typename\n      ... on BulkSubmission { ...Submission }\n      ... on Error { code message }\n      ... on InvalidTemplateError { issues { index field code message } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Cancel($id: ID!) {\n    cancelBulkSubmission(submissionId: $id) { ...Submission }\n  }\n"): (typeof documents)["\n  mutation Cancel($id: ID!) {\n    cancelBulkSubmission(submissionId: $id) { ...Submission }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Submission on BulkSubmission {\n    id\n    state\n    overallStatus\n    total\n    completed\n    succeeded\n    failed\n    cancelRequestedAt\n    createdAt\n    finishedAt\n    template { activityType { id } recordedAt durationMinutes }\n    retryOf { id }\n    retries { id }\n  }\n"): (typeof documents)["\n  fragment Submission on BulkSubmission {\n    id\n    state\n    overallStatus\n    total\n    completed\n    succeeded\n    failed\n    cancelRequestedAt\n    createdAt\n    finishedAt\n    template { activityType { id } recordedAt durationMinutes }\n    retryOf { id }\n    retries { id }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OneSubmission($id: ID!) {\n    bulkSubmission(id: $id) { ...Submission }\n  }\n"): (typeof documents)["\n  query OneSubmission($id: ID!) {\n    bulkSubmission(id: $id) { ...Submission }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Submissions($first: Int, $after: String) {\n    bulkSubmissions(first: $first, after: $after) {\n      totalCount\n      edges { cursor node { ...Submission } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"): (typeof documents)["\n  query Submissions($first: Int, $after: String) {\n    bulkSubmissions(first: $first, after: $after) {\n      totalCount\n      edges { cursor node { ...Submission } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SubmissionsWithMentors($first: Int, $outcomes: Int) {\n    bulkSubmissions(first: $first) {\n      edges { node { id outcomes(first: $outcomes) { edges { node { mentor { id chapters { name } } } } } } }\n    }\n  }\n"): (typeof documents)["\n  query SubmissionsWithMentors($first: Int, $outcomes: Int) {\n    bulkSubmissions(first: $first) {\n      edges { node { id outcomes(first: $outcomes) { edges { node { mentor { id chapters { name } } } } } } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Outcomes($id: ID!, $status: MentorSubmissionStatus, $first: Int, $after: String) {\n    bulkSubmission(id: $id) {\n      outcomes(status: $status, first: $first, after: $after) {\n        totalCount\n        edges {\n          cursor\n          node {\n            sequence\n            mentorId\n            mentor { id displayName }\n            status\n            activityId\n            error { code message retryable }\n            settledAt\n          }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Outcomes($id: ID!, $status: MentorSubmissionStatus, $first: Int, $after: String) {\n    bulkSubmission(id: $id) {\n      outcomes(status: $status, first: $first, after: $after) {\n        totalCount\n        edges {\n          cursor\n          node {\n            sequence\n            mentorId\n            mentor { id displayName }\n            status\n            activityId\n            error { code message retryable }\n            settledAt\n          }\n        }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RegisteredActivities($filter: ActivityRecordFilter, $first: Int, $after: String) {\n    activityRecords(filter: $filter, first: $first, after: $after) {\n      totalCount\n      edges {\n        cursor\n        node {\n          id\n          recordedAt\n          durationMinutes\n          recordedByUserId\n          peerMentor { id }\n          activityType { id }\n          bulkSubmission { id }\n        }\n      }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"): (typeof documents)["\n  query RegisteredActivities($filter: ActivityRecordFilter, $first: Int, $after: String) {\n    activityRecords(filter: $filter, first: $first, after: $after) {\n      totalCount\n      edges {\n        cursor\n        node {\n          id\n          recordedAt\n          durationMinutes\n          recordedByUserId\n          peerMentor { id }\n          activityType { id }\n          bulkSubmission { id }\n        }\n      }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SubmissionAudits($first: Int, $after: String) {\n    auditLog(first: $first, after: $after) {\n      totalCount\n      edges { cursor node { kind actingCoordinatorId submissionId total succeeded failed } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"): (typeof documents)["\n  query SubmissionAudits($first: Int, $after: String) {\n    auditLog(first: $first, after: $after) {\n      totalCount\n      edges { cursor node { kind actingCoordinatorId submissionId total succeeded failed } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Progress($id: ID!, $after: Int) {\n    bulkProgress(submissionId: $id, after: $after) {\n      submissionId\n      sequence\n      completed\n      succeeded\n      failed\n      total\n      state\n      overallStatus\n      outcome { sequence mentorId mentor { id } status activityId error { code retryable } settledAt }\n    }\n  }\n"): (typeof documents)["\n  subscription Progress($id: ID!, $after: Int) {\n    bulkProgress(submissionId: $id, after: $after) {\n      submissionId\n      sequence\n      completed\n      succeeded\n      failed\n      total\n      state\n      overallStatus\n      outcome { sequence mentorId mentor { id } status activityId error { code retryable } settledAt }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ViewerAccount {\n    viewer {\n      id\n      displayName\n      memberships { role chapter { id name } }\n    }\n  }\n"): (typeof documents)["\n  query ViewerAccount {\n    viewer {\n      id\n      displayName\n      memberships { role chapter { id name } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ActivityTypes {\n    activityTypes { id name }\n  }\n"): (typeof documents)["\n  query ActivityTypes {\n    activityTypes { id name }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PeerMentors($chapterId: ID, $search: String, $first: Int, $after: String) {\n    peerMentors(chapterId: $chapterId, search: $search, first: $first, after: $after) {\n      totalCount\n      edges { cursor node { id displayName chapters { id name } } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"): (typeof documents)["\n  query PeerMentors($chapterId: ID, $search: String, $first: Int, $after: String) {\n    peerMentors(chapterId: $chapterId, search: $search, first: $first, after: $after) {\n      totalCount\n      edges { cursor node { id displayName chapters { id name } } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ActivityRecords($filter: ActivityRecordFilter, $first: Int, $after: String) {\n    activityRecords(filter: $filter, first: $first, after: $after) {\n      totalCount\n      edges {\n        cursor\n        node {\n          id\n          recordedAt\n          durationMinutes\n          recordedByUserId\n          createdAt\n          peerMentor { id displayName chapters { name } }\n          activityType { id name }\n        }\n      }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"): (typeof documents)["\n  query ActivityRecords($filter: ActivityRecordFilter, $first: Int, $after: String) {\n    activityRecords(filter: $filter, first: $first, after: $after) {\n      totalCount\n      edges {\n        cursor\n        node {\n          id\n          recordedAt\n          durationMinutes\n          recordedByUserId\n          createdAt\n          peerMentor { id displayName chapters { name } }\n          activityType { id name }\n        }\n      }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AuditLog($first: Int, $after: String) {\n    auditLog(first: $first, after: $after) {\n      totalCount\n      edges { cursor node { id kind actingCoordinatorId total succeeded failed createdAt } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"): (typeof documents)["\n  query AuditLog($first: Int, $after: String) {\n    auditLog(first: $first, after: $after) {\n      totalCount\n      edges { cursor node { id kind actingCoordinatorId total succeeded failed createdAt } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation VoidActivities($input: VoidActivitiesInput!) {\n    voidActivities(input: $input) {\n      __typename\n      ... on VoidActivitiesSuccess { voided alreadyVoided }\n      ... on Error { code message }\n      ... on ActivitiesRejectedError { rolledBackCount issues { index field code message } }\n      ... on BatchTooLargeError { limit received }\n    }\n  }\n"): (typeof documents)["\n  mutation VoidActivities($input: VoidActivitiesInput!) {\n    voidActivities(input: $input) {\n      __typename\n      ... on VoidActivitiesSuccess { voided alreadyVoided }\n      ... on Error { code message }\n      ... on ActivitiesRejectedError { rolledBackCount issues { index field code message } }\n      ... on BatchTooLargeError { limit received }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query VoidedRecords($filter: ActivityRecordFilter) {\n    activityRecords(filter: $filter, first: 200) {\n      totalCount\n      edges { node { id voidedAt voidedByUserId voidReason } }\n    }\n  }\n"): (typeof documents)["\n  query VoidedRecords($filter: ActivityRecordFilter) {\n    activityRecords(filter: $filter, first: 200) {\n      totalCount\n      edges { node { id voidedAt voidedByUserId voidReason } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AuditEntries {\n    auditLog(first: 200) {\n      edges { node { kind actingCoordinatorId submissionId chapter { name } total succeeded failed } }\n    }\n  }\n"): (typeof documents)["\n  query AuditEntries {\n    auditLog(first: 200) {\n      edges { node { kind actingCoordinatorId submissionId chapter { name } total succeeded failed } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SubmitForTromso($input: BulkSubmissionInput!) {\n    submitBulkRegistration(input: $input) {\n      __typename\n      ... on BulkSubmission { id }\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation SubmitForTromso($input: BulkSubmissionInput!) {\n    submitBulkRegistration(input: $input) {\n      __typename\n      ... on BulkSubmission { id }\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SubmissionNow($id: ID!) {\n    bulkSubmission(id: $id) { state completed total }\n  }\n"): (typeof documents)["\n  query SubmissionNow($id: ID!) {\n    bulkSubmission(id: $id) { state completed total }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query LatestAuditEntries {\n    auditLog(first: 10) { edges { node { submissionId } } }\n  }\n"): (typeof documents)["\n  query LatestAuditEntries {\n    auditLog(first: 10) { edges { node { submissionId } } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription FollowForTromso($id: ID!, $after: Int!) {\n    bulkProgress(submissionId: $id, after: $after) {\n      sequence\n      completed\n      succeeded\n      failed\n      total\n      state\n      overallStatus\n      outcome { sequence mentorId status activityId settledAt error { code } }\n    }\n  }\n"): (typeof documents)["\n  subscription FollowForTromso($id: ID!, $after: Int!) {\n    bulkProgress(submissionId: $id, after: $after) {\n      sequence\n      completed\n      succeeded\n      failed\n      total\n      state\n      overallStatus\n      outcome { sequence mentorId status activityId settledAt error { code } }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;