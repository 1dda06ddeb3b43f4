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
import { historyPage, listIn, somePage } from './answers.ts'
import type { Inputs } from './inputs.ts'
import { LIST_QUERIES } from './list-queries.ts'
import { pascal, type QueryName } from './names.ts'
import type { Field, Outputs } from './outputs.ts'
import { connectionOf, sizeOf } from './pages.ts'
import { bareOf } from './shapes.ts'
import { weightOf } from './weight.ts'

type Arguments = Readonly<Record<string, unknown>>
/** The parent's part of the input: what a field of a room or a message need not be told. */
type Bound = (source: Readonly<Record<string, unknown>>) => Arguments

/** The reading commands as fields of `Query`, and of what they are about. */
export class Queries {
  readonly #outputs: Outputs
  readonly #inputs: Inputs
  readonly #connections = new Map<GraphQLObjectType, GraphQLObjectType>()

  constructor(outputs: Outputs, inputs: Inputs) {
    this.#outputs = outputs
    this.#inputs = inputs
  }

  /** With `bound` it runs for the thing that it stands in, and not those arguments are asked for. */
  field(name: QueryName, bound: Bound = () => ({}), without: readonly string[] = []): Field {
    const reading = LIST_QUERIES[name]
    const { called = {} } = reading
    const { summary, input } = COMMANDS[name]
    const args = this.#inputs.fields(input, pascal(reading.field))
    for (const field of without) delete args[field]
    for (const [from, to] of Object.entries(called)) rename(args, from, to)
    const inputOf = (source: object, given: Arguments): Record<string, unknown> => {
      const own = { ...given }
      for (const [from, to] of Object.entries(called)) rename(own, to, from)
      return { ...own, ...bound(source as Readonly<Record<string, unknown>>) }
    }
    const output = COMMANDS[name].output
    const description = summary
    switch (reading.is) {
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
          type: new GraphQLList(new GraphQLNonNull(this.#object(itemOf(output, reading.of)))),
          args,
          extensions: { weight: weightOf(name, () => reading.most) },
          resolve: async (source, given, { run }) =>
            listIn(await run(name, inputOf(source, given)), reading.of),
        }
      default: {
        delete args['limit']
        const history = reading.is === 'history'
        return {
          description,
          type: this.#connection(output, reading.of),
          args: {
            ...args,
            first: { type: GraphQLInt },
            after: { type: GraphQLString },
            ...(history && { last: { type: GraphQLInt }, before: { type: GraphQLString } }),
          },
          extensions: { weight: weightOf(name, sizeOf) },
          resolve: (source, given, { run }) => {
            const asked = inputOf(source, given)
            return history
              ? historyPage(asked, (input) => run('messages.list', input))
              : somePage(reading, asked, (input) => run(name, input))
          },
        }
      }
    }
  }

  #object(output: z.core.$ZodType): GraphQLObjectType {
    if (!(output instanceof z.ZodObject)) throw new Error('what is read is an object')
    return this.#outputs.object(output, '')
  }

  #connection(output: z.core.$ZodType, of: string): GraphQLObjectType {
    const node = this.#object(itemOf(output, of))
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

/** What a list in an output holds; a room of mine or an open one are both a room. */
function itemOf(output: z.core.$ZodType, of: string): z.core.$ZodType {
  const list = output instanceof z.ZodObject ? bareOf(output.shape[of]) : undefined
  if (!(list instanceof z.ZodArray)) throw new Error(`no list of ${of}`)
  return list.element instanceof z.ZodUnion ? MyRoom : list.element
}

function rename(fields: Record<string, unknown>, from: string, to: string): void {
  if (!(from in fields)) return
  fields[to] = fields[from]
  delete fields[from]
}
