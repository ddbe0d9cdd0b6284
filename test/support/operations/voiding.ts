import { graphql } from '../../generated/gql.ts'

export const VoidActivities = graphql(`
  mutation VoidActivities($input: VoidActivitiesInput!) {
    voidActivities(input: $input) {
      __typename
      ... on VoidActivitiesSuccess { voided alreadyVoided }
      ... on Error { code message }
      ... on ActivitiesRejectedError { rolledBackCount issues { index field code message } }
      ... on BatchTooLargeError { limit received }
    }
  }
`)

export const VoidedRecords = graphql(`
  query VoidedRecords($filter: ActivityRecordFilter) {
    activityRecords(filter: $filter, first: 200) {
      totalCount
      edges { node { id voidedAt voidedByUserId voidReason } }
    }
  }
`)

export const AuditEntries = graphql(`
  query AuditEntries {
    auditLog(first: 200) {
      edges { node { kind actingCoordinatorId submissionId chapter { name } total succeeded failed } }
    }
  }
`)
