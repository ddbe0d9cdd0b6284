/** Where the orchestrator reports what must not reach its caller; a pino logger fits. Must not throw. */
export interface ErrorLog {
  error(data: object, message: string): void
}
