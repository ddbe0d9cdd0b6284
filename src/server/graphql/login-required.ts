import { type DocumentNode, type FieldNode, type GraphQLError, getOperationAST } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { RequestError } from '../../errors.ts'
import type { Context } from '../../resolvers/context.ts'
import { rootFields } from './root-fields.ts'

/**
 * Refuses operations of callers who are not logged in, before anything is executed. Everybody may send operations that
 * ask for nothing but `__typename` and introspection.
 *
 * @param refuse turns the error into the one that the client gets
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
