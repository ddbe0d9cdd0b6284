/** Why the demo can't go on, in one sentence for whoever ran it. */
export class DemoError extends Error {
  override name = 'DemoError'
}
