import { buildSchema, type ExecutionArgs, GraphQLError, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import type { Context } from '../../../src/resolvers/context.ts'
import { SharedExecutions } from '../../../src/server/graphql/shared-execution.ts'

const schema = buildSchema(`
  type Query { none: Int }
  type Update { sequence: Int!, name(upper: Boolean): String }
  type Subscription { progress(id: ID!, after: Int): Update }
`)
const context = {} as Context
const operation = (document: ExecutionArgs['document'], variableValues: Record<string, unknown>) => ({
  schema,
  document,
  variableValues,
})

/** An update whose fields count how often they are asked. */
function updateOf(sequence: number, name: () => unknown = () => 'Kari') {
  const asked = { count: 0 }
  const progress = () => {
    asked.count += 1
    return { sequence, name }
  }
  return { update: { progress }, asked }
}

describe('subscriptions with the same operation', () => {
  const document = parse(
    'subscription ($id: ID!, $after: Int, $full: Boolean!) { progress(id: $id, after: $after) { sequence name @include(if: $full) } }',
  )

  it('share each answer, from wherever they go on', async () => {
    const executions = new SharedExecutions((error) => error as GraphQLError)
    const { update, asked } = updateOf(7)
    for (let after = 0; after < 10; after++) {
      const executed = executions
        .of(operation(document, { id: 'a', after, full: false }))
        .of(update, context, 'request')
      expect(await executed).toEqual({
        result: { data: { progress: { sequence: 7 } } },
        json: '{"data":{"progress":{"sequence":7}}}',
      })
    }
    expect(asked.count).toBe(1)
  })

  it('are answered apart where a variable asks for something else', async () => {
    const executions = new SharedExecutions((error) => error as GraphQLError)
    const { update } = updateOf(7)
    const answers = [true, false, true].map(
      async (full) =>
        (await executions.of(operation(document, { id: 'a', full })).of(update, context, 'request')).json,
    )
    expect(await Promise.all(answers)).toEqual([
      '{"data":{"progress":{"sequence":7,"name":"Kari"}}}',
      '{"data":{"progress":{"sequence":7}}}',
      '{"data":{"progress":{"sequence":7,"name":"Kari"}}}',
    ])
  })

  it('wait together for fields that take their time, end with one error, and get the update whole when they come again', async () => {
    const masked: unknown[] = []
    const executions = new SharedExecutions((error) => {
      masked.push((error as GraphQLError).path)
      return new GraphQLError('masked')
    })
    const names: (() => Promise<string>)[] = [
      () => Promise.reject(new Error('password=…')),
      async () => 'Kari',
    ]
    const { update, asked } = updateOf(7, () => names.shift()?.())
    const answers = () =>
      Array.from({ length: 5 }, async (_, after) => {
        const execution = executions.of(operation(document, { id: 'a', after, full: true }))
        return (await execution.of(update, context, 'request')).json
      })
    const failed = await Promise.allSettled(answers())
    expect(failed).toEqual(failed.map(() => ({ status: 'rejected', reason: new GraphQLError('masked') })))
    expect(await Promise.all(answers())).toEqual(
      failed.map(() => '{"data":{"progress":{"sequence":7,"name":"Kari"}}}'),
    )
    expect({ masked, asked: asked.count }).toEqual({ masked: [['progress', 'name']], asked: 2 })
  })

  it('never share another update, nor another document', async () => {
    const executions = new SharedExecutions((error) => error as GraphQLError)
    const other = parse('subscription ($id: ID!) { progress(id: $id) { number: sequence } }')
    const [first, second] = [updateOf(1), updateOf(2)]
    const json = async (given: ExecutionArgs['document'], update: object) =>
      (await executions.of(operation(given, { id: 'a', full: false })).of(update, context, 'request')).json
    expect(await json(document, first.update)).toBe('{"data":{"progress":{"sequence":1}}}')
    expect(await json(document, second.update)).toBe('{"data":{"progress":{"sequence":2}}}')
    expect(await json(other, first.update)).toBe('{"data":{"progress":{"number":1}}}')
  })
})
