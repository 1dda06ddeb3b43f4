import {
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLObjectType,
  GraphQLString,
} from 'graphql'
import * as z from 'zod'
import { COMMANDS } from '../../../protocol/commands.ts'
import type { Member, Message, Seen, Version } from '../../../protocol/entities.ts'
import { MyRoom } from '../../../protocol/entities.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Inputs } from './inputs.ts'
import { pascal, type ReadingName } from './names.ts'
import { bareOf, type Field, type Outputs } from './outputs.ts'
import { connectionOf, limitFrom, type Page, pageBy, pageFrom, placeOf, sizeOf } from './pages.ts'
import { weightOf } from './weight.ts'

type Arguments = Readonly<Record<string, unknown>>
/** What a list is in its command's output, and what each is told from the others by. */
type Reading = {
  readonly field: string
  /** Arguments that have another name than the command's input. */
  readonly called?: Readonly<Record<string, string>>
} & (
  | { readonly is: 'one' }
  | { readonly is: 'list'; readonly of: string; readonly most: number }
  | { readonly is: 'pages'; readonly of: string; readonly by?: By }
  | { readonly is: 'history'; readonly of: string }
)
type By = (item: never) => string | number

/** How each reading command stands in the schema. One without an entry does not compile. */
export const READINGS: { readonly [N in ReadingName]: Reading } = {
  'me.read': { field: 'viewer', is: 'one' },
  'users.list': {
    field: 'users',
    called: { id: 'ids' },
    is: 'list',
    of: 'users',
    most: LIMITS.idsPerCommand,
  },
  'rooms.list': { field: 'rooms', called: { id: 'ids' }, is: 'pages', of: 'rooms' },
  'rooms.read': { field: 'room', called: { room: 'id' }, is: 'one' },
  'members.list': {
    field: 'members',
    is: 'pages',
    of: 'members',
    by: ({ user }: Member) => user.id,
  },
  'messages.read': { field: 'message', called: { message: 'id' }, is: 'one' },
  'messages.list': { field: 'messages', is: 'history', of: 'messages' },
  'messages.unread': {
    field: 'unreadMessages',
    is: 'pages',
    of: 'messages',
    by: ({ seq }: Message) => seq,
  },
  'messages.search': { field: 'search', is: 'pages', of: 'found' },
  'messages.versions': {
    field: 'versions',
    is: 'pages',
    of: 'versions',
    by: ({ version }: Version) => version,
  },
  'receipts.list': { field: 'seenBy', is: 'pages', of: 'seen', by: ({ user }: Seen) => user.id },
  'threads.list': { field: 'threads', is: 'pages', of: 'threads' },
  'threads.read': { field: 'thread', is: 'one' },
  'reactions.list': { field: 'reactors', is: 'pages', of: 'reactions' },
  'mentions.list': { field: 'mentions', is: 'pages', of: 'mentions' },
  'pins.list': { field: 'pins', is: 'list', of: 'messages', most: LIMITS.pinsPerRoom },
  'invitations.list': {
    field: 'invitations',
    is: 'list',
    of: 'invitations',
    most: LIMITS.invitationsPerRoom,
  },
  'invitations.mine': { field: 'myInvitations', is: 'list', of: 'invitations', most: 100 },
  'presence.list': { field: 'presence', is: 'list', of: 'presence', most: LIMITS.liveMembers },
}

/** The parent's part of the input: what a field of a room or a message need not be told. */
type Bound = (source: Readonly<Record<string, unknown>>) => Arguments

/** The reading commands as fields of `Query`, and of what they are about. */
export class Readings {
  readonly #outputs: Outputs
  readonly #inputs: Inputs
  readonly #connections = new Map<GraphQLObjectType, GraphQLObjectType>()

  constructor(outputs: Outputs, inputs: Inputs) {
    this.#outputs = outputs
    this.#inputs = inputs
  }

  /** With `bound` it runs for the thing that it stands in, and not those arguments are asked for. */
  field(name: ReadingName, bound: Bound = () => ({}), without: readonly string[] = []): Field {
    const reading = READINGS[name]
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

type Ask = (input: object) => Promise<object>

async function somePage(reading: Reading & { is: 'pages' }, asked: Arguments, ask: Ask) {
  const { first, after, ...rest } = asked
  const size = sizeOf(asked)
  if (reading.by !== undefined) {
    const place = typeof after === 'string' && /^\d{1,15}$/.test(after) ? Number(after) : after
    // A user's id may look like a number; a seq never looks like an id.
    const answer = await ask({ ...rest, after: isSeq(reading) ? place : after, limit: size + 1 })
    const items = listIn(answer, reading.of)
    const isLater = after !== undefined && after !== null
    return {
      ...answer,
      ...pageBy(items, { size, isLater }, reading.by as (item: unknown) => string),
    }
  }
  const place = placeOf(after)
  const limit = limitFrom(place, size)
  const { after: from } = place
  const answer = await ask('id' in rest && rest['id'] ? rest : { ...rest, after: from, limit })
  const next = 'next' in answer ? String(answer.next) : undefined
  return { ...answer, ...pageFrom(listIn(answer, reading.of), place, next) }
}

const isSeq = ({ field }: Reading): boolean => field === 'unreadMessages' || field === 'versions'

/** Forward from a seq, backward from one, or around one; where nothing is said, the latest. */
async function historyPage(
  asked: Arguments,
  ask: (input: object) => Promise<{ messages: Message[]; seq: number; cursor: string }>,
): Promise<Page> {
  const { first, last, after, before, around, ...rest } = asked
  const given = (value: unknown) => value !== undefined && value !== null
  const isForward = given(first) || given(after)
  const isBackward = given(last) || given(before)
  if (isForward && isBackward)
    throw new Refusal('invalid_input', 'It goes forward (first, after) or backward (last, before)')
  const size = sizeOf(asked)
  const seqOf = (word: unknown) => (/^\d{1,15}$/.test(String(word)) ? Number(word) : word)
  if (given(around)) {
    const answer = await ask({ ...rest, around, limit: size })
    const [head, tail] = [answer.messages[0], answer.messages.at(-1)]
    const page = pageBy(answer.messages, { size, isLater: false }, ({ seq }) => seq)
    const hasPreviousPage = (head?.seq ?? 1) > 1
    return { ...answer, ...page, hasPreviousPage, hasNextPage: (tail?.seq ?? 0) < answer.seq }
  }
  const place = isForward
    ? { after: seqOf(after ?? 0) }
    : given(before)
      ? { before: seqOf(before) }
      : {}
  const answer = await ask({ ...rest, ...place, limit: size + 1 })
  const way = { size, isBackward: !isForward, isLater: given(after) || given(before) }
  return { ...answer, ...pageBy(answer.messages, way, ({ seq }) => seq) }
}

function listIn(answer: object, of: string): readonly unknown[] {
  const list: unknown = Reflect.get(answer, of)
  if (!Array.isArray(list)) throw new Error(`no list of ${of}`)
  return list
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
