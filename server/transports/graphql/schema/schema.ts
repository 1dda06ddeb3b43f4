import {
  GraphQLBoolean,
  GraphQLID,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  printSchema,
} from 'graphql'
import { COMMANDS, type CommandName } from '../../../../protocol/commands.ts'
import { User } from '../../../../protocol/entities.ts'
import type { Context } from '../execution/context.ts'
import { subscriptionFields } from './events.ts'
import { Inputs } from './inputs.ts'
import { LIST_QUERIES } from './list-queries.ts'
import { isMutation, MUTATIONS, type MutationName, pascal, type QueryName } from './names.ts'
import { nodeFields } from './node-fields.ts'
import { type Field, type Fields, Outputs } from './outputs.ts'
import { Queries } from './queries.ts'
import { relationsOf } from './relations.ts'
import { BATCHED, weightOf } from './weight.ts'

/** Makes the schema from the protocol's tables of entities, commands and events. */
export function makeSchema(): GraphQLSchema {
  const outputs: Outputs = new Outputs((type, shape) => relationsOf(type, shape, outputs, queries))
  const inputs = new Inputs(outputs)
  const queries: Queries = new Queries(outputs, inputs)
  const names = Object.keys(COMMANDS) as CommandName[]
  const query: Fields = { ...nodeFields, user: userField(outputs) }
  const mutation: Fields = {}
  for (const name of names)
    if (isMutation(name)) mutation[MUTATIONS[name]] = mutationField(name, outputs, inputs)
    else query[LIST_QUERIES[name as QueryName].field] = queries.field(name as QueryName)
  const root = (name: string, fields: Fields) =>
    new GraphQLObjectType<Readonly<Record<string, unknown>>, Context>({ name, fields })
  return new GraphQLSchema({
    query: root('Query', query),
    mutation: root('Mutation', mutation),
    subscription: root('Subscription', subscriptionFields(outputs)),
  })
}

export const printed = (schema: GraphQLSchema): string => `${printSchema(schema)}\n`

/** The result of a command without an answer is `true`. */
function mutationField(name: MutationName, outputs: Outputs, inputs: Inputs): Field {
  const { summary, input, output, status } = COMMANDS[name]
  const typeName = pascal(MUTATIONS[name])
  const fields = inputs.fields(input, typeName)
  const hasInput = Object.keys(fields).length > 0
  const isVoid = (status as unknown) === 204
  return {
    description: summary,
    type: isVoid ? GraphQLBoolean : outputs.nullable(output, `${typeName}Payload`),
    ...(hasInput && {
      args: { input: { type: new GraphQLNonNull(inputs.object(fields, `${typeName}Input`)) } },
    }),
    extensions: { weight: weightOf(name) },
    resolve: async (_, { input: given }, { run }) => {
      const answer = await run(name, given ?? {})
      return isVoid ? true : answer
    },
  }
}

const userField = (outputs: Outputs): Field => ({
  description: 'The viewer, or a user who is in a room with the viewer',
  type: outputs.object(User, ''),
  args: { id: { type: new GraphQLNonNull(GraphQLID) } },
  extensions: { weight: BATCHED },
  resolve: (_, { id }, { users }) => users.load(id),
})
