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

/**
 * Counts for the metrics how every mutation went. It is the last plugin in the builder's list and so wraps the resolver
 * directly: it sees business failures as errors, before the errors plugin turns them into results.
 */
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

// A test runner may load this module several times in one process; a second registration would otherwise be an error.
SchemaBuilder.allowPluginReRegistration = true
SchemaBuilder.registerPlugin('mutationResults', MutationResultsPlugin)
