import { readFileSync } from 'node:fs'
import {
  buildASTSchema,
  type DocumentNode,
  findBreakingChanges,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from '../../src/schema/index.ts'

// contract.graphql holds the names that clients rely on: fields and types may be added, but what stands there is not
// renamed, removed or made stricter. It leaves connections, edges and page info to the Relay convention.
const read = (file: string) => parse(readFileSync(new URL(file, import.meta.url), 'utf8'))
const contract = read('contract.graphql')
const printed = read('../../schema.graphql')

describe('the schema', () => {
  it('has everything that clients rely on, and nothing of it stricter', () => {
    const promised = buildASTSchema(withRelayTypesOf(printed), { assumeValidSDL: true })
    expect(
      findBreakingChanges(promised, buildASTSchema(printed)).map(({ description }) => description),
    ).toEqual([])
  })

  it('gives every connection edges, page info and a total', () => {
    const connections = Object.values(schema.getTypeMap()).filter(
      (type) => isObjectType(type) && type.name.endsWith('Connection'),
    )
    expect(connections.length).toBeGreaterThan(0)
    for (const connection of connections) {
      const fields = isObjectType(connection) ? Object.keys(connection.getFields()) : []
      expect(fields, connection.name).toEqual(expect.arrayContaining(['edges', 'pageInfo', 'totalCount']))
    }
  })

  it('describes every type, field, argument and value', () => {
    const silent: string[] = []
    const check = (place: string, { description }: { description?: string | null | undefined }) => {
      if (!description) silent.push(place)
    }
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith('__') || ['ID', 'String', 'Int', 'Float', 'Boolean'].includes(type.name))
        continue
      check(type.name, type)
      if ('getValues' in type)
        for (const value of type.getValues()) check(`${type.name}.${value.name}`, value)
      if (!('getFields' in type)) continue
      for (const field of Object.values(type.getFields())) {
        check(`${type.name}.${field.name}`, field)
        if ('args' in field)
          for (const arg of field.args) check(`${type.name}.${field.name}(${arg.name})`, arg)
      }
    }
    expect(silent).toEqual([])
  })
})

function withRelayTypesOf(actual: DocumentNode): DocumentNode {
  const relay = actual.definitions.filter(
    (definition): definition is ObjectTypeDefinitionNode =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION &&
      /(Connection|Edge|PageInfo)$/.test(definition.name.value),
  )
  return { kind: Kind.DOCUMENT, definitions: [...contract.definitions, ...relay] }
}
