import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    length: 'short' | 'long'
  }
}

/** How often or how much: the first in `npm test` and `npm run check`, the second in `npm run soak`. */
export function amount(short: number, long: number): number {
  return inject('length') === 'long' ? long : short
}

/**
 * All of a list in `npm run soak`; otherwise one in `every` of it, from a different place for each `offset`, so that
 * `every` tests with successive offsets meet all of it between them.
 */
export function sample<T>(list: readonly T[], every: number, offset = 0): T[] {
  return list.filter((_, index) => inject('length') === 'long' || index % every === offset % every)
}
