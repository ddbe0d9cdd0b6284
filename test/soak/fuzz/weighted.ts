import fc from 'fast-check'

/** One of several, each as often as its number says in comparison with those of the others. */
export function weighted<Value>(...choices: [weight: number, arbitrary: fc.Arbitrary<Value>][]) {
  return fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })))
}

/** The usual value, but for one time in six. */
export function seldom<Value>(usual: Value, odd: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return weighted([5, fc.constant(usual)], [1, odd])
}

/** One of the parts of a text between bars. */
export function oneOf(text: string): fc.Arbitrary<string> {
  return fc.constantFrom(...text.split(' | '))
}
