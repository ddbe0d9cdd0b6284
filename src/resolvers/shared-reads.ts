/** Reads `key` by `read`, or joins a read of the same key that is under way. One key is always read the same way. */
export type SharedReads = <T>(key: string, read: () => Promise<T>) => Promise<T>

/** Lets those who ask for the same thing while it is being read share the one read. Keeps nothing afterwards. */
export function shareReads(): SharedReads {
  const underWay = new Map<string, Promise<unknown>>()
  return <T>(key: string, read: () => Promise<T>) => {
    const shared = underWay.get(key)
    if (shared) return shared as Promise<T>
    const mine = read().finally(() => underWay.delete(key))
    underWay.set(key, mine)
    return mine
  }
}
