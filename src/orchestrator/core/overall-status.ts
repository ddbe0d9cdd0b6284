/** How a submission went as a whole: all of its mentors succeeded, some did, or none. */
export type BulkStatus = 'success' | 'partialSuccess' | 'totalFailure'

/**
 * The status of a submission of `total` mentors of whom `succeeded` succeeded. Without any mentor it is totalFailure.
 */
export function overallStatusOf(total: number, succeeded: number): BulkStatus {
  if (succeeded === 0) return 'totalFailure'
  return succeeded === total ? 'success' : 'partialSuccess'
}
