/**
 * The name of a call that must happen once: the same for the same content, also after a reload, until it is forgotten.
 *
 * @param purpose what is called, with the id of what it is about where there is one
 * @param content what is sent; other content gets another key
 */
export function idempotencyKey(purpose: string, content: unknown): string {
  const sent = JSON.stringify(content)
  const kept = sessionStorage.getItem(storageKey(purpose))
  if (kept !== null) {
    const { key, sent: before } = JSON.parse(kept)
    if (before === sent) return key
  }
  const key = crypto.randomUUID()
  sessionStorage.setItem(storageKey(purpose), JSON.stringify({ key, sent }))
  return key
}

/** Forgets the key once the call has had its answer: the same content is then meant anew. */
export function forgetIdempotencyKey(purpose: string): void {
  sessionStorage.removeItem(storageKey(purpose))
}

const storageKey = (purpose: string) => `rollcall.stored.idempotency-key.${purpose}`
