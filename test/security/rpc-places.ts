import { demoId } from '../../src/demo-data.ts'
import { freshRow } from '../support/bulk-registration.ts'
import { rowOf, signed } from '../support/supabase-client.ts'
import type { Place } from './place.ts'

/** A call at the RPC endpoint, as somebody who may call unless the headers say otherwise. */
export interface Call {
  headers: Record<string, string>
  row: unknown
}

const sub = demoId('coordinator@oslo.example')
const good = () => rowOf(freshRow())
const withToken = (claim: string) => async (text: string) => ({
  headers: { authorization: `Bearer ${await signed({ sub, [claim]: text })}` },
  row: good(),
})
const withHeader =
  (name: string, before = '') =>
  async (text: string) => ({
    headers: { [name]: before + text },
    row: good(),
  })

/** Every place of the RPC endpoint, and of a token, where a text goes on towards the database, or might. */
export const RPC_PLACES: Place<Promise<Call>>[] = [
  ...[
    'peer_mentor_user_id',
    'activity_type_id',
    'recorded_by_user_id',
    'recorded_at',
    'duration_minutes',
  ].map(
    (field): Place<Promise<Call>> => ({
      place: `the body, as ${field}`,
      fate: 'row',
      named: field,
      build: async (text) => ({ headers: {}, row: { ...good(), [field]: text } }),
    }),
  ),
  {
    place: 'the header Idempotency-Key',
    fate: 'text',
    named: 'Idempotency-Key',
    refused: /\p{Cc}|^ *$/u,
    build: withHeader('idempotency-key'),
  },
  { place: 'the header Prefer', fate: 'ignored', named: '', build: withHeader('prefer', 'tx=rollback, ') },
  { place: 'the header X-Request-Id', fate: 'ignored', named: '', build: withHeader('x-request-id') },
  {
    place: 'the header Authorization',
    fate: 'login',
    named: '',
    build: withHeader('authorization', 'Bearer '),
  },
  { place: 'the token’s sub', fate: 'login', named: '', build: withToken('sub') },
  { place: 'the token’s role', fate: 'login', named: '', build: withToken('role') },
  { place: 'another claim of the token', fate: 'ignored', named: '', build: withToken('request.jwt.claims') },
]
