import { type DocumentNode, type FieldNode, Kind, type OperationDefinitionNode } from 'graphql'

const known = new WeakMap<OperationDefinitionNode, FieldNode[]>()

/**
 * The fields that an operation executes at its root: one for each key of the answer, because GraphQL merges fields with
 * the same key. A fragment is searched once however often it is spread, because fragments that each spread the next one
 * twice would take exponential time. The result is kept for the parsed document, which several plugins and later
 * requests share.
 */
export function rootFields(operation: OperationDefinitionNode, document: DocumentNode): FieldNode[] {
  const fields = known.get(operation) ?? findRootFields(operation, document)
  known.set(operation, fields)
  return fields
}

function findRootFields(operation: OperationDefinitionNode, document: DocumentNode): FieldNode[] {
  const fields = new Map<string, FieldNode>()
  const seen = new Set<string>()
  const left = [operation.selectionSet]
  for (let set = left.pop(); set; set = left.pop()) {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        fields.set((selection.alias ?? selection.name).value, selection)
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        left.push(selection.selectionSet)
      } else if (!seen.has(selection.name.value)) {
        seen.add(selection.name.value)
        const fragment = document.definitions.find(
          (definition) =>
            definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
        )
        if (fragment?.kind === Kind.FRAGMENT_DEFINITION) left.push(fragment.selectionSet)
      }
    }
  }
  return [...fields.values()]
}
