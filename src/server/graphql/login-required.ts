import { type DocumentNode, type FieldNode, type GraphQLError, getOperationAST } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { RequestError } from '../../errors.ts'
import type { Context } from '../../resolvers/context.ts'
import { rootFields } from './root-fields.ts'

/**
 * Refuses an operation of a caller who is not logged in, before any of it runs. Operations that ask for nothing but
 * `__typename` and introspection are open to everybody.
 */
export function loginRequired(refuse: (error: unknown) => GraphQLError): Plugin<Context> {
  const check: NonNullable<Plugin<Context>['onExecute']> & NonNullable<Plugin<Context>['onSubscribe']> = ({
    args,
    setResultAndStopExecution,
  }: {
    args: { document: DocumentNode; operationName?: string | null; contextValue: Partial<Context> }
    setResultAndStopExecution: (result: { errors: GraphQLError[] }) => void
  }) => {
    const operation = getOperationAST(args.document, args.operationName)
    if (!operation || args.contextValue.viewer || rootFields(operation, args.document).every(readsSchemaOnly))
      return
    setResultAndStopExecution({
      errors: [
        refuse(
          new RequestError(
            'UNAUTHENTICATED',
            'Log in first: send an Authorization header with a bearer token.',
          ),
        ),
      ],
    })
  }
  return { onExecute: check, onSubscribe: check }
}

function readsSchemaOnly(field: FieldNode): boolean {
  return field.name.value.startsWith('__')
}
