import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    length: 'short' | 'long'
  }
}

/** How often or how much: the first in `npm run check`, the second in `npm run soak`. */
export function amount(short: number, long: number): number {
  return inject('length') === 'long' ? long : short
}
