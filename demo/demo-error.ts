/** The demo can't go on. The message says why, and is printed without a stack trace. */
export class DemoError extends Error {
  override name = 'DemoError'
}
