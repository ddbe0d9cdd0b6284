/** How a submission went as a whole: all of its mentors succeeded, some did, or none. */
export type BulkStatus = 'success' | 'partialSuccess' | 'totalFailure'

/** The status of a submission of `total` mentors of whom `succeeded` succeeded. None of none is a failure. */
export function overallStatusOf(total: number, succeeded: number): BulkStatus {
  if (succeeded === 0) return 'totalFailure'
  return succeeded === total ? 'success' : 'partialSuccess'
}
