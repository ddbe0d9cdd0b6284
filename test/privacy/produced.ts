import type { Produced } from './leaks.ts'

// What Rollcall has produced since it was looked through last, and what it is still producing.
const produced: Produced[] = []
const growing = new Set<() => Produced[]>()
const secrets = new Set<string>()

/** Hands in a text that Rollcall has produced. */
export function hasProduced(text: Produced): void {
  produced.push(text)
}

/**
 * Hands in texts that are still growing: what there is of them at the end of the test file counts, too.
 *
 * @returns what to call once they are whole
 */
export function isProducing(read: () => Produced[]): () => void {
  growing.add(read)
  return () => {
    if (growing.delete(read)) produced.push(...read())
  }
}

// A shorter one signs nothing: no server starts with it.
const SHORTEST_SECRET = 32

/** Hands in a secret that a server signs tokens with. */
export function isSecret(secret: string | undefined): void {
  if (secret && secret.length >= SHORTEST_SECRET) secrets.add(secret)
}

/**
 * What must not be in the texts that were handed in since the last time, each with the words around it.
 *
 * @param options whether to look through what is still growing, too
 */
export async function takeLeaks(options: { growing: boolean } = { growing: false }): Promise<string[]> {
  const texts = produced.splice(0)
  if (options.growing) texts.push(...growing.values().flatMap((read) => read()))
  if (texts.length === 0) return []
  // Not before there is something to look through: it brings half of the server along.
  const { leaksIn } = await import('./leaks.ts')
  const leaks = texts.flatMap(({ where, text, ...others }) =>
    leaksIn({ where, text, ...others }, secrets).map(
      ({ what, found }) => `${where} holds ${what}: ${found}\n  ${around(text, found)}`,
    ),
  )
  return [...new Set(leaks)]
}

function around(text: string, found: string): string {
  const at = text.indexOf(found)
  return text.slice(Math.max(0, at - 200), at + found.length + 200).trim()
}
