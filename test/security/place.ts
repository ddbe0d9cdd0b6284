import { expect } from 'vitest'
import type { Told } from './told.ts'

/**
 * What must come of a hostile text: `mistake`, the request is refused, naming the place; `row`, it is an issue of the row
 * or of the template, naming the field; `nothing`, nothing is found; `text`, it is a text like any other, or a mistake
 * where it is one that must not be; `login`, nobody is let in; `ignored`, nobody asks what it says.
 */
export type Fate = 'mistake' | 'row' | 'nothing' | 'text' | 'login' | 'ignored'

/** A place where a client's text goes on towards the database. */
export interface Place<Request> {
  place: string
  fate: Fate
  /** What an answer must name of it; empty where the row as a whole is meant. */
  named: string
  /** Which texts a place of the fate `text` does not take. */
  refused?: RegExp
  /** Makes the request that has the text there. */
  build: (text: string) => Request
}

/** Fails the test where something else came of a text. */
export function expectFate({ fate, named, refused }: Place<unknown>, sent: string, told: Told): void {
  const { status, codes, issues, text } = told
  const taken = fate === 'ignored' || (fate === 'text' && !refused?.test(sent))
  if (taken) {
    expect({ status, codes: codes.filter((code) => code !== 'INVALID_TEMPLATE') }).toEqual({
      status: 200,
      codes: [],
    })
  } else if (fate === 'row') {
    const code = named === '' ? 'ACTIVITY_NOT_FOUND' : 'INVALID_VALUE'
    expect(issues).toMatchObject([{ index: 0, field: named || null, code }])
  } else if (fate === 'login') {
    expect({ status, codes }).toEqual({ status: 401, codes: ['PGRST301'] })
  } else if (fate === 'nothing') {
    expect(codes.length === 0 ? text : codes.join()).toMatch(
      /^(\{"data":\{"\w+":(null|\{"__typename":"NotFoundError".*\})\}\}|NOT_FOUND)$/,
    )
  } else {
    expect(codes).toEqual([expect.stringMatching(/^(BAD_USER_INPUT|22023)$/)])
    expect(text).toContain(named)
  }
}
