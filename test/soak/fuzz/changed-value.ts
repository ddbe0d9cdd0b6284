import fc from 'fast-check'
import { oddText, oddValue } from './odd-values.ts'

/** One change at one place of a value. */
interface Change {
  kind: 'replace' | 'drop' | 'rename' | 'wrap' | 'nest' | 'repeat' | 'add'
  /** Chooses among all places that there are. */
  at: number
  value: unknown
  name: string
  count: number
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'rename', 'wrap', 'nest', 'repeat', 'add'),
  at: fc.nat(),
  value: oddValue,
  name: oddText,
  count: fc.oneof(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 190, max: 230 })),
})

/** The value with a few changes at any depth: something else in a place, lacking, doubled, or under another name. */
export function changedValue(value: unknown, most = 3): fc.Arbitrary<unknown> {
  const changes = fc.uniqueArray(change, { minLength: 1, maxLength: most, selector: ({ kind }) => kind })
  return changes.map((all) => {
    const holder = { whole: structuredClone(value) }
    for (const one of all) apply(structuredClone(one), holder)
    return holder.whole
  })
}

type Holder = Record<string, unknown>

function apply({ kind, at, value, name, count }: Change, whole: object): void {
  const places = placesIn(whole)
  const [holder, key] = places[at % places.length] ?? [whole as Holder, 'whole']
  const old = holder[key]
  if (kind === 'drop') Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key]
  else if (kind === 'rename' && !Array.isArray(holder)) {
    put(holder, name, old)
    delete holder[key]
  } else if (kind === 'add' && typeof old === 'object' && old !== null) put(old as Holder, name, value)
  else if (kind === 'wrap') holder[key] = [old]
  else if (kind === 'nest') holder[key] = put({}, name, old)
  else if (kind === 'repeat') holder[key] = Array.from({ length: count }, () => old)
  else holder[key] = value
}

/** Every place of everything that a value holds, itself left out. */
function placesIn(value: object): [Holder, string][] {
  return Object.keys(value).flatMap((key): [Holder, string][] => {
    const inner = (value as Holder)[key]
    const deeper = typeof inner === 'object' && inner !== null ? placesIn(inner) : []
    return [[value as Holder, key], ...deeper]
  })
}

/** Sets a property of any name, `__proto__` too. */
function put(holder: Holder, name: string, value: unknown): Holder {
  return Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true })
}
