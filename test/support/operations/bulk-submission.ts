import { graphql } from '../../generated/gql.ts'

export const Submit = graphql(`
  mutation Submit($input: BulkSubmissionInput!) {
    submitBulkRegistration(input: $input) {
      __typename
      ... on BulkSubmission { ...Submission }
      ... on Error { code message }
      ... on EmptySelectionError { emptyStatus: overallStatus }
      ... on SelectionTooLargeError { limit received }
      ... on DuplicateMentorsError { mentorIds }
      ... on InvalidTemplateError { issues { index field code message } }
    }
  }
`)

export const Retry = graphql(`
  mutation Retry($input: RetryFailedMentorsInput!) {
    retryFailedMentors(input: $input) {
      __typename
      ... on BulkSubmission { ...Submission }
      ... on Error { code message }
      ... on InvalidTemplateError { issues { index field code message } }
    }
  }
`)

export const Cancel = graphql(`
  mutation Cancel($id: ID!) {
    cancelBulkSubmission(submissionId: $id) { ...Submission }
  }
`)

export const SubmissionFields = graphql(`
  fragment Submission on BulkSubmission {
    id
    state
    overallStatus
    total
    completed
    succeeded
    failed
    cancelRequestedAt
    createdAt
    finishedAt
    template { activityType { id } recordedAt durationMinutes }
    retryOf { id }
    retries { id }
  }
`)

export const OneSubmission = graphql(`
  query OneSubmission($id: ID!) {
    bulkSubmission(id: $id) { ...Submission }
  }
`)

export const Submissions = graphql(`
  query Submissions($first: Int, $after: String) {
    bulkSubmissions(first: $first, after: $after) {
      totalCount
      edges { cursor node { ...Submission } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`)

export const SubmissionsWithMentors = graphql(`
  query SubmissionsWithMentors($first: Int, $outcomes: Int) {
    bulkSubmissions(first: $first) {
      edges { node { id outcomes(first: $outcomes) { edges { node { mentor { id chapters { name } } } } } } }
    }
  }
`)

export const Outcomes = graphql(`
  query Outcomes($id: ID!, $status: MentorSubmissionStatus, $first: Int, $after: String) {
    bulkSubmission(id: $id) {
      outcomes(status: $status, first: $first, after: $after) {
        totalCount
        edges {
          cursor
          node {
            sequence
            mentorId
            mentor { id displayName }
            status
            activityId
            error { code message retryable }
            settledAt
          }
        }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
`)

export const RegisteredActivities = graphql(`
  query RegisteredActivities($filter: ActivityRecordFilter, $first: Int, $after: String) {
    activityRecords(filter: $filter, first: $first, after: $after) {
      totalCount
      edges {
        cursor
        node {
          id
          recordedAt
          durationMinutes
          recordedByUserId
          peerMentor { id }
          activityType { id }
          bulkSubmission { id }
        }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`)

export const SubmissionAudits = graphql(`
  query SubmissionAudits($first: Int, $after: String) {
    auditLog(first: $first, after: $after) {
      totalCount
      edges { cursor node { kind actingCoordinatorId submissionId total succeeded failed } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`)

export const Progress = graphql(`
  subscription Progress($id: ID!, $after: Int) {
    bulkProgress(submissionId: $id, after: $after) {
      submissionId
      sequence
      completed
      succeeded
      failed
      total
      state
      overallStatus
      outcome { sequence mentorId mentor { id } status activityId error { code retryable } settledAt }
    }
  }
`)
