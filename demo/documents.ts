import { graphql } from './generated/gql.ts'

export const WhoCoordinates = graphql(`
  query WhoCoordinates {
    viewer {
      displayName
      memberships { role chapter { id name } }
    }
    activityTypes { id name }
  }
`)

export const MentorsOfChapter = graphql(`
  query MentorsOfChapter($chapterId: ID!, $after: String) {
    peerMentors(chapterId: $chapterId, first: 200, after: $after) {
      edges { node { id displayName } }
      pageInfo { hasNextPage endCursor }
    }
  }
`)

export const RegisterBeforehand = graphql(`
  mutation RegisterBeforehand($input: BulkRegisterActivitiesInput!) {
    bulkRegisterActivities(input: $input) {
      __typename
      ... on BulkRegisterActivitiesSuccess { activityIds }
      ... on Error { message }
    }
  }
`)

export const Submit = graphql(`
  mutation Submit($input: BulkSubmissionInput!) {
    submitBulkRegistration(input: $input) {
      __typename
      ... on BulkSubmission { id total }
      ... on Error { message }
    }
  }
`)

export const Retry = graphql(`
  mutation Retry($input: RetryFailedMentorsInput!) {
    retryFailedMentors(input: $input) {
      __typename
      ... on BulkSubmission { id total }
      ... on Error { message }
    }
  }
`)

export const Progress = graphql(`
  subscription Progress($submissionId: ID!, $after: Int!) {
    bulkProgress(submissionId: $submissionId, after: $after) {
      sequence
      completed
      succeeded
      failed
      total
      state
      overallStatus
      outcome {
        mentorId
        mentor { displayName }
        error { code message }
      }
    }
  }
`)
