import fc from 'fast-check'
import { changedValue } from './changed-value.ts'
import { oddText, oddValue } from './odd-values.ts'
import type { Operation } from './operations.ts'
import { changedPayload, harmedJson } from './payloads.ts'
import { oneOf, weighted } from './weighted.ts'

/** Something to send on a socket. */
export interface OddMessage {
  /** Whether the socket has logged in before. */
  loggedIn: boolean
  /** `wire`: bytes beneath the frames, after which nothing else can be sent. */
  as: 'text' | 'binary' | 'pieces' | 'wire'
  bytes: Buffer
}

const types = oneOf(
  'connection_init | connection_ack | ping | pong | subscribe | next | error | complete | start | stop |  | Subscribe | connection_terminate | __proto__ | toString | ka',
)
const text: fc.Arbitrary<OddMessage['as']> = fc.constantFrom('text', 'text', 'text', 'binary', 'pieces')
const wire: fc.Arbitrary<OddMessage['as']> = fc.constant('wire')

/** Messages of the protocol, each with something wrong: most of them leave the socket open. */
export function oddMessages(
  operations: readonly Operation[],
  tokens: readonly string[],
): fc.Arbitrary<OddMessage> {
  const id = weighted([4, fc.uuid()], [1, oddText])
  const login = { type: 'connection_init', payload: { Authorization: `Bearer ${tokens[0]}` } }
  const logins = fc.oneof(changedValue(login, 2), fc.constant(login))
  const subscribe = fc.record({ id, type: fc.constant('subscribe'), payload: changedPayload(operations) })
  const harmless = fc.record({ id, type: oneOf('ping | pong | complete'), payload: fc.constant({}) })
  const other = fc.record(
    { id: fc.oneof(id, oddValue), type: fc.oneof(types, oddValue), payload: oddValue },
    { requiredKeys: [] },
  )
  const plain = (value: fc.Arbitrary<unknown>) => value.map((it) => Buffer.from(JSON.stringify(it) ?? ''))
  const message = (loggedIn: boolean, bytes: fc.Arbitrary<Buffer>, as = text) =>
    fc.record({ loggedIn: fc.constant(loggedIn), as, bytes })
  return weighted(
    [24, message(true, plain(subscribe))],
    [4, message(true, plain(harmless))],
    [3, message(true, harmedJson(subscribe))],
    [3, message(true, plain(other))],
    [1, message(true, plain(logins))],
    [3, message(false, plain(fc.oneof(logins, logins, other, subscribe)))],
    [3, message(true, fc.oneof(frame, garbage), wire)],
  )
}

const garbage = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes))

/** Frames as no client would make them: kinds, lengths and masks that don't go together. */
const frame = fc
  .record({
    head: fc.nat({ max: 255 }),
    length: fc.constantFrom(
      [0x80],
      [0x85],
      [0x02],
      [0xfd],
      [0xfe, 0, 2],
      [0xfe, 0xff, 0xff],
      [0xff, 0x7f, 0, 0, 0, 0, 0, 0, 0],
    ),
    rest: fc.uint8Array({ maxLength: 140 }),
    repeated: fc.constantFrom(1, 1, 1, 50),
  })
  .map(({ head, length, rest, repeated }) =>
    Buffer.concat(Array.from({ length: repeated }, () => Buffer.from([head, ...length, ...rest]))),
  )
