import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLError,
  getOperationAST,
  Kind,
  visit,
} from 'graphql'
import { inRequestScope } from '../../request-scope.ts'
import type { Context } from '../../resolvers/context.ts'

/** An update as it is answered to one operation, and as the same in JSON. */
export interface ExecutedUpdate {
  result: ExecutionResult
  json: string
}

/**
 * Executes one subscription operation for updates: each update once, however many subscribed with the same operation.
 * An update object must come to watchers with the same rights only, for who comes first is who executes for all.
 */
export class SharedExecution {
  readonly #operation: Pick<ExecutionArgs, 'schema' | 'document' | 'operationName' | 'variableValues'>
  readonly #mask: (error: unknown) => GraphQLError
  readonly #executed = new WeakMap<object, ExecutedUpdate | Promise<ExecutedUpdate>>()

  constructor(operation: ExecutionArgs, mask: (error: unknown) => GraphQLError) {
    const { schema, document, operationName, variableValues } = operation
    this.#operation = { schema, document, operationName, variableValues }
    this.#mask = mask
  }

  /** The answer for an update; at once where it is there. Errors in it are logged and masked under `requestId`. */
  of(update: object, contextValue: Context, requestId: string): ExecutedUpdate | Promise<ExecutedUpdate> {
    let executed = this.#executed.get(update)
    if (!executed) {
      executed = inRequestScope(requestId, () => this.#execute(update, contextValue))
      this.#executed.set(update, executed)
      if (executed instanceof Promise) void executed.then((now) => this.#executed.set(update, now))
    }
    return executed
  }

  #execute(update: object, contextValue: Context): ExecutedUpdate | Promise<ExecutedUpdate> {
    const result = execute({ ...this.#operation, rootValue: update, contextValue })
    return result instanceof Promise
      ? result.then((now) => this.#finish(now))
      : this.#finish(result as ExecutionResult)
  }

  #finish(executed: ExecutionResult): ExecutedUpdate {
    const { errors, ...rest } = executed
    const result = errors ? { ...rest, errors: errors.map(this.#mask) } : rest
    return { result, json: JSON.stringify(result) }
  }
}

// Variables may have any number of values, and any length.
const MAX_VARIANTS = 50
const MAX_VARIANT_LENGTH = 1_000

/** Finds the execution that an operation shares with those before it that are answered alike. */
export class SharedExecutions {
  readonly #byDocument = new WeakMap<DocumentNode, Map<string, SharedExecution>>()
  readonly #mask: (error: unknown) => GraphQLError

  constructor(mask: (error: unknown) => GraphQLError) {
    this.#mask = mask
  }

  /** Operations are alike that have the same document object, the same name, and the same variables as far as they matter. */
  of(operation: ExecutionArgs): SharedExecution {
    const { document, operationName, variableValues } = operation
    const given = variablesThatMatter(document, operationName).map((name) => variableValues?.[name])
    const variant = JSON.stringify([operationName, given])
    const variants = this.#byDocument.get(document) ?? new Map<string, SharedExecution>()
    this.#byDocument.set(document, variants)
    const shared = variants.get(variant)
    if (shared) return shared
    const execution = new SharedExecution(operation, this.#mask)
    if (variants.size < MAX_VARIANTS && variant.length < MAX_VARIANT_LENGTH) variants.set(variant, execution)
    return execution
  }
}

const knownToMatter = new WeakMap<DocumentNode, Map<string | null | undefined, readonly string[]>>()

/**
 * The variables on which an update's answer may depend: all but the arguments of the root field. Those say which updates
 * are wanted, and are different for each client that comes again.
 */
function variablesThatMatter(
  document: DocumentNode,
  operationName: string | null | undefined,
): readonly string[] {
  const known = knownToMatter.get(document) ?? new Map<string | null | undefined, readonly string[]>()
  knownToMatter.set(document, known)
  const before = known.get(operationName)
  if (before) return before
  const used = new Set<string>()
  const rootArguments = new Set(
    getOperationAST(document, operationName)?.selectionSet.selections.flatMap((selection) =>
      selection.kind === Kind.FIELD ? (selection.arguments ?? []) : [],
    ),
  )
  visit(document, {
    VariableDefinition: () => false,
    Argument: (argument) => (rootArguments.has(argument) ? false : undefined),
    Variable: ({ name }) => void used.add(name.value),
  })
  const names = [...used].sort()
  known.set(operationName, names)
  return names
}
