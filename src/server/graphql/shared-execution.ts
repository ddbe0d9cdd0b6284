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

/** The result of an operation for one update, and the same as JSON. */
export interface ExecutedUpdate {
  result: ExecutionResult
  json: string
}

/**
 * Executes one subscription operation: once for each update, however many clients have subscribed with that operation.
 * Watchers that get the same update object must have the same rights, because the first one's context serves for all.
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

  /**
   * The result for an update, or a promise of it while it is being executed. Throws, or rejects with, the masked error
   * where a part of it could not be resolved, so that clients subscribe again and get it whole.
   *
   * @param update the object that the watcher gave; the same object gives the same result
   * @param requestId the id under which errors of the execution are logged
   */
  of(update: object, contextValue: Context, requestId: string): ExecutedUpdate | Promise<ExecutedUpdate> {
    let executed = this.#executed.get(update)
    if (!executed) {
      executed = inRequestScope(requestId, () => this.#execute(update, contextValue))
      this.#executed.set(update, executed)
      if (executed instanceof Promise) {
        executed.then(
          (now) => this.#executed.set(update, now),
          () => this.#executed.delete(update),
        )
      }
    }
    return executed
  }

  #execute(update: object, contextValue: Context): ExecutedUpdate | Promise<ExecutedUpdate> {
    const result = execute({ ...this.#operation, rootValue: update, contextValue })
    return result instanceof Promise
      ? result.then((now) => this.#finish(now))
      : this.#finish(result as ExecutionResult)
  }

  #finish(result: ExecutionResult): ExecutedUpdate {
    const [error] = result.errors ?? []
    if (error) throw this.#mask(error)
    return { result, json: JSON.stringify(result) }
  }
}

// Clients choose the variables, so the number and the length of what is kept for each document must be limited.
const MAX_VARIANTS = 50
const MAX_VARIANT_LENGTH = 1_000

/** Gives operations with the same answers the same SharedExecution. */
export class SharedExecutions {
  readonly #byDocument = new WeakMap<DocumentNode, Map<string, SharedExecution>>()
  readonly #mask: (error: unknown) => GraphQLError

  constructor(mask: (error: unknown) => GraphQLError) {
    this.#mask = mask
  }

  /**
   * The execution of an operation. It is shared by operations with the same document object, the same operation name,
   * and the same values of the variables on which answers depend.
   */
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
 * The names of the variables on which an update's answer may depend: all but those that are only arguments of the root
 * field. These select the updates (`submissionId`, `after`), and `after` differs for each client that reconnects.
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
