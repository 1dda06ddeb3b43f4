import {
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLObjectType,
  GraphQLString,
} from 'graphql'
import * as z from 'zod'
import { COMMANDS } from '../../../../protocol/commands.ts'
import { MyRoom } from '../../../../protocol/entities.ts'
import type { Inputs } from './inputs.ts'
import { LIST_QUERIES } from './list-queries.ts'
import { pascal, type QueryName } from './names.ts'
import type { Field, Outputs } from './outputs.ts'
import { connectionOf, sizeOf } from './pages.ts'
import { historyPage, listIn, listPage } from './resolve-pages.ts'
import { bareOf } from './shapes.ts'
import { weightOf } from './weight.ts'

type Arguments = Readonly<Record<string, unknown>>
/** The part of the input that a parent object gives: a field of a room needs no argument `room`. */
type ParentInput = (source: Readonly<Record<string, unknown>>) => Arguments

/** The reading commands as fields of `Query`, and of the objects that they read from. */
export class Queries {
  readonly #outputs: Outputs
  readonly #inputs: Inputs
  readonly #connections = new Map<GraphQLObjectType, GraphQLObjectType>()

  constructor(outputs: Outputs, inputs: Inputs) {
    this.#outputs = outputs
    this.#inputs = inputs
  }

  /** `parentInput`: the input that the parent object gives; `without`: the arguments that it replaces. */
  field(
    name: QueryName,
    parentInput: ParentInput = () => ({}),
    without: readonly string[] = [],
  ): Field {
    const query = LIST_QUERIES[name]
    const { called = {} } = query
    const { summary, input } = COMMANDS[name]
    const args = this.#inputs.fields(input, pascal(query.field))
    for (const field of without) delete args[field]
    for (const [from, to] of Object.entries(called)) rename(args, from, to)
    const inputOf = (source: object, given: Arguments): Record<string, unknown> => {
      const renamed = { ...given }
      for (const [from, to] of Object.entries(called)) rename(renamed, to, from)
      return { ...renamed, ...parentInput(source as Readonly<Record<string, unknown>>) }
    }
    const output = COMMANDS[name].output
    const description = summary
    switch (query.kind) {
      case 'one':
        return {
          description,
          type: this.#object(output),
          args,
          extensions: { weight: weightOf(name) },
          resolve: (source, given, { run }) => run(name, inputOf(source, given)),
        }
      case 'list':
        return {
          description,
          type: new GraphQLList(new GraphQLNonNull(this.#object(itemOf(output, query.items)))),
          args,
          extensions: { weight: weightOf(name, () => query.maxItems) },
          resolve: async (source, given, { run }) =>
            listIn(await run(name, inputOf(source, given)), query.items),
        }
      default: {
        delete args['limit']
        const isHistory = query.kind === 'history'
        return {
          description,
          type: this.#connection(output, query.items),
          args: {
            ...args,
            first: { type: GraphQLInt },
            after: { type: GraphQLString },
            ...(isHistory && { last: { type: GraphQLInt }, before: { type: GraphQLString } }),
          },
          extensions: { weight: weightOf(name, sizeOf) },
          resolve: (source, given, { run }) => {
            const args = inputOf(source, given)
            return isHistory
              ? historyPage(args, (input) => run('messages.list', input))
              : listPage(query, args, (input) => run(name, input))
          },
        }
      }
    }
  }

  #object(output: z.core.$ZodType): GraphQLObjectType {
    if (!(output instanceof z.ZodObject))
      throw new Error('The output of a reading command must be an object')
    return this.#outputs.object(output, '')
  }

  #connection(output: z.core.$ZodType, items: string): GraphQLObjectType {
    const node = this.#object(itemOf(output, items))
    const shape = output instanceof z.ZodObject ? output.shape : {}
    let connection = this.#connections.get(node)
    if (connection === undefined) {
      connection = connectionOf(
        node,
        'seq' in shape ? 'seq' : 'cursor' in shape ? 'cursor' : undefined,
      )
      this.#connections.set(node, connection)
    }
    return connection
  }
}

/** The schema of a list's items. A list of `MyRoom` or `Room` counts as one of `MyRoom`: both are the type `Room`. */
function itemOf(output: z.core.$ZodType, items: string): z.core.$ZodType {
  const list = output instanceof z.ZodObject ? bareOf(output.shape[items]) : undefined
  if (!(list instanceof z.ZodArray)) throw new Error(`The output has no list ${items}`)
  return list.element instanceof z.ZodUnion ? MyRoom : list.element
}

function rename(fields: Record<string, unknown>, from: string, to: string): void {
  if (!(from in fields)) return
  fields[to] = fields[from]
  delete fields[from]
}
