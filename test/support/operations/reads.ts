import { graphql } from '../../generated/gql.ts'

export const ViewerAccount = graphql(`
  query ViewerAccount {
    viewer {
      id
      displayName
      memberships { role chapter { id name } }
    }
  }
`)

export const ActivityTypes = graphql(`
  query ActivityTypes {
    activityTypes { id name }
  }
`)

export const PeerMentors = graphql(`
  query PeerMentors($chapterId: ID, $search: String, $first: Int, $after: String) {
    peerMentors(chapterId: $chapterId, search: $search, first: $first, after: $after) {
      totalCount
      edges { cursor node { id displayName chapters { id name } } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`)

export const ActivityRecords = graphql(`
  query ActivityRecords($filter: ActivityRecordFilter, $first: Int, $after: String) {
    activityRecords(filter: $filter, first: $first, after: $after) {
      totalCount
      edges {
        cursor
        node {
          id
          recordedAt
          durationMinutes
          recordedByUserId
          createdAt
          peerMentor { id displayName chapters { name } }
          activityType { id name }
        }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`)

export const AuditLog = graphql(`
  query AuditLog($first: Int, $after: String) {
    auditLog(first: $first, after: $after) {
      totalCount
      edges { cursor node { id kind actingCoordinatorId total succeeded failed createdAt } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`)
