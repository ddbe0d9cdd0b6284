import { graphql } from '../../generated/gql.ts'

export const BulkRegister = graphql(`
  mutation BulkRegister($input: BulkRegisterActivitiesInput!) {
    bulkRegisterActivities(input: $input) {
      __typename
      ... on BulkRegisterActivitiesSuccess {
        activityIds
        dryRun
        replayed
        activities {
          id
          recordedAt
          durationMinutes
          recordedByUserId
          peerMentor { id displayName chapters { name } }
          activityType { id name }
        }
      }
      ... on Error { code message }
      ... on ActivitiesRejectedError { rolledBackCount issues { index field code message } }
      ... on BatchTooLargeError { limit received }
    }
  }
`)

export const Register = graphql(`
  mutation Register($input: ActivityInput!) {
    registerActivity(input: $input) {
      __typename
      ... on ActivityRecord {
        id
        recordedAt
        durationMinutes
        recordedByUserId
        peerMentor { id }
        activityType { id }
      }
      ... on Error { code message }
      ... on ActivitiesRejectedError { rolledBackCount issues { index field code message } }
    }
  }
`)
