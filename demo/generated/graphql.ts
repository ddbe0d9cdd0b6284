/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** One activity to register. */
export type ActivityInput = {
  /** What kind of activity it was. */
  activityTypeId: string;
  /** The chapter that it counts for: one that the mentor and the caller share. Where left out, the one of these that the mentor has belonged to longest. */
  chapterId?: string | null | undefined;
  /** How long it took, in minutes: 1 to 1440. */
  durationMinutes: number;
  /** Whose activity it was: the id of a peer mentor. */
  peerMentorUserId: string;
  /** When it took place: from 1900 on, and at most one day ahead. */
  recordedAt: string;
  /** Who registers it: the caller, also where left out. Any other user is refused. */
  recordedByUserId?: string | null | undefined;
};

/** A batch of activities, of which all or none are registered. */
export type BulkRegisterActivitiesInput = {
  /** The activities, at most 200. */
  activities: Array<ActivityInput>;
  /** Whether only to try it: everything is checked as in a real call, constraints and row level security included, and then rolled back. */
  dryRun?: boolean | null | undefined;
  /** A name for this call, such as a UUID, at most 255 characters. Another call with the same key and the same rows writes nothing and gets the first answer, so a call whose answer was lost can be repeated. Keys are kept for 30 days. */
  idempotencyKey?: string | null | undefined;
};

/** How a submission went as a whole. */
export type BulkStatus =
  /** Some were registered, some were not. */
  | 'PARTIAL_SUCCESS'
  /** Every mentor was registered. */
  | 'SUCCESS'
  /** Nobody was registered. */
  | 'TOTAL_FAILURE';

/** One activity for many mentors. */
export type BulkSubmissionInput = {
  /** The chapter that the submission is for: one that you coordinate. Where left out, your only chapter, or none if you coordinate several. The chapter’s other coordinators see the submission too, and mentors of other chapters fail with MENTOR_NOT_IN_YOUR_CHAPTERS. */
  chapterId?: string | null | undefined;
  /** A name for this call, such as a UUID, at most 255 characters. Another call with the same key and the same input gets the same submission, and makes no second one. Keys are kept for 30 days. */
  idempotencyKey?: string | null | undefined;
  /** The peer mentors, each once; at most 10,000, unless the server has another limit. */
  mentorIds: Array<string>;
  /** The activity. */
  template: ProxyActivityTemplateInput;
};

/** How far a submission has come. */
export type BulkSubmissionState =
  /** Every mentor has an outcome. Nothing changes any more. */
  | 'FINISHED'
  /** Accepted; no mentor has been started yet. */
  | 'QUEUED'
  /** Mentors are being registered, a few at a time. */
  | 'RUNNING';

/** The role of a person in a chapter. One person may have both roles. */
export type ChapterRole =
  /** Registers activities for the peer mentors of the chapter, and sees all activities of the chapter. */
  | 'COORDINATOR'
  /** Carries out activities, and registers and sees their own. */
  | 'PEER_MENTOR';

/** Why a mentor was not registered. */
export type MentorSubmissionErrorCode =
  /** The activity type no longer exists. */
  | 'ACTIVITY_TYPE_NOT_FOUND'
  /** The submission was cancelled before it was this mentor’s turn. */
  | 'CANCELLED'
  /** The mentor has an activity of this type at this time already. */
  | 'DUPLICATE_ACTIVITY'
  /** Something unexpected went wrong; the server’s log has the rest. */
  | 'INTERNAL_ERROR'
  /** You may see this person, but they are no peer mentor of the submission’s chapter, or of any that you coordinate. */
  | 'MENTOR_NOT_IN_YOUR_CHAPTERS'
  /** There is no such peer mentor, as far as you may see. */
  | 'PEER_MENTOR_NOT_FOUND'
  /** The chapter has closed its books for this time. */
  | 'PERIOD_CLOSED'
  /** Whoever submitted it was no longer a coordinator when it was this mentor’s turn. */
  | 'PERMISSION_DENIED'
  /** It could not be saved, after several attempts. */
  | 'TEMPORARILY_UNAVAILABLE';

/** The one activity that is registered for each mentor. */
export type ProxyActivityTemplateInput = {
  /** What kind of activity. */
  activityTypeId: string;
  /** How long it took, in minutes: 1 to 1440. */
  durationMinutes: number;
  /** When it took place: from 1900 on, and at most one day ahead. */
  recordedAt: string;
};

/** Which failed mentors of which submission are tried again. */
export type RetryFailedMentorsInput = {
  /** A name for this call, such as a UUID, at most 255 characters. Another call with the same key and the same input gets the same submission, and makes no second one. Keys are kept for 30 days. */
  idempotencyKey?: string | null | undefined;
  /** Only these of the failed mentors. Where left out, all whose failure is retryable and, with a corrected template, all whose failure it may cure. */
  mentorIds?: Array<string> | null | undefined;
  /** The submission in which they failed. */
  submissionId: string;
  /** Corrected details; those of the earlier submission where left out. */
  template?: ProxyActivityTemplateInput | null | undefined;
};

export type WhoCoordinatesQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoCoordinatesQuery = { viewer: { displayName: string, memberships: Array<{ role: ChapterRole, chapter: { id: string, name: string } }> }, activityTypes: Array<{ id: string, name: string }> };

export type MentorsOfChapterQueryVariables = Exact<{
  chapterId: string;
  after?: string | null | undefined;
}>;


export type MentorsOfChapterQuery = { peerMentors: { edges: Array<{ node: { id: string, displayName: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RegisterBeforehandMutationVariables = Exact<{
  input: BulkRegisterActivitiesInput;
}>;


export type RegisterBeforehandMutation = { bulkRegisterActivities:
    | { __typename: 'ActivitiesRejectedError', message: string }
    | { __typename: 'BatchTooLargeError', message: string }
    | { __typename: 'BulkRegisterActivitiesSuccess', activityIds: Array<string> }
    | { __typename: 'IdempotencyKeyReusedError', message: string }
    | { __typename: 'PermissionDeniedError', message: string }
   };

export type SubmitMutationVariables = Exact<{
  input: BulkSubmissionInput;
}>;


export type SubmitMutation = { submitBulkRegistration:
    | { __typename: 'BulkSubmission', id: string, total: number }
    | { __typename: 'DuplicateMentorsError', message: string }
    | { __typename: 'EmptySelectionError', message: string }
    | { __typename: 'IdempotencyKeyReusedError', message: string }
    | { __typename: 'InvalidTemplateError', message: string }
    | { __typename: 'PermissionDeniedError', message: string }
    | { __typename: 'SelectionTooLargeError', message: string }
   };

export type RetryMutationVariables = Exact<{
  input: RetryFailedMentorsInput;
}>;


export type RetryMutation = { retryFailedMentors:
    | { __typename: 'BulkSubmission', id: string, total: number }
    | { __typename: 'IdempotencyKeyReusedError', message: string }
    | { __typename: 'InvalidTemplateError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'NothingToRetryError', message: string }
    | { __typename: 'PermissionDeniedError', message: string }
   };

export type ProgressSubscriptionVariables = Exact<{
  submissionId: string;
  after: number;
}>;


export type ProgressSubscription = { bulkProgress: { sequence: number, completed: number, succeeded: number, failed: number, total: number, state: BulkSubmissionState, overallStatus: BulkStatus | null, outcome: { mentorId: string | null, mentor: { displayName: string } | null, error: { code: MentorSubmissionErrorCode, message: string } | null } | null } };


export const WhoCoordinatesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoCoordinates"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"memberships"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"chapter"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"activityTypes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]} as unknown as DocumentNode<WhoCoordinatesQuery, WhoCoordinatesQueryVariables>;
export const MentorsOfChapterDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MentorsOfChapter"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"chapterId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"peerMentors"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"chapterId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"chapterId"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"200"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<MentorsOfChapterQuery, MentorsOfChapterQueryVariables>;
export const RegisterBeforehandDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RegisterBeforehand"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"BulkRegisterActivitiesInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bulkRegisterActivities"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BulkRegisterActivitiesSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"activityIds"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RegisterBeforehandMutation, RegisterBeforehandMutationVariables>;
export const SubmitDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Submit"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"BulkSubmissionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"submitBulkRegistration"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BulkSubmission"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"total"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SubmitMutation, SubmitMutationVariables>;
export const RetryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Retry"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RetryFailedMentorsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryFailedMentors"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BulkSubmission"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"total"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RetryMutation, RetryMutationVariables>;
export const ProgressDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"Progress"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"submissionId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bulkProgress"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"submissionId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"submissionId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"total"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"overallStatus"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"mentorId"}},{"kind":"Field","name":{"kind":"Name","value":"mentor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ProgressSubscription, ProgressSubscriptionVariables>;