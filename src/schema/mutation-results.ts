import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core'
import type { GraphQLFieldResolver } from 'graphql'
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
    return (parent, args, context, info) =>
      (context as Context).metrics.countMutation(field.name, () => resolve(parent, args, context, info))
  }
}

// Where modules are loaded anew in one process, as a test runner does, the latest is the one that counts.
SchemaBuilder.allowPluginReRegistration = true
SchemaBuilder.registerPlugin('mutationResults', MutationResultsPlugin)
