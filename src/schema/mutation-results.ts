import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core'
import type { GraphQLFieldResolver } from 'graphql'
import { BusinessError } from '../errors.ts'
import type { Context } from '../resolvers/context.ts'

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      mutationResults: MutationResultsPlugin<Types>
    }
  }
}

/** Counts how every mutation went. Stands before the errors plugin, which turns business failures into results. */
export class MutationResultsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types['Context'], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (field.parentType !== 'Mutation') return resolve
    return async (parent, args, context, info) => {
      const { metrics } = context as Context
      try {
        const result = await resolve(parent, args, context, info)
        metrics.mutationAnswered(field.name, 'SUCCESS')
        return result
      } catch (error) {
        metrics.mutationAnswered(field.name, error instanceof BusinessError ? error.code : 'FAILED')
        throw error
      }
    }
  }
}

// Where modules are loaded anew in one process, as a test runner does, the latest is the one that counts.
SchemaBuilder.allowPluginReRegistration = true
SchemaBuilder.registerPlugin('mutationResults', MutationResultsPlugin)
