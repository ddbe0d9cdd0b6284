/** The log for errors that the orchestrator does not pass on to its caller. A pino logger fits. */
export interface ErrorLog {
  /** Must not throw. */
  error(data: object, message: string): void
}
