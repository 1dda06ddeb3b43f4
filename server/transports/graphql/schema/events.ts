import {
  GraphQLBoolean,
  GraphQLID,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
  GraphQLUnionType,
} from 'graphql'
import * as z from 'zod'
import { User } from '../../../../protocol/entities.ts'
import {
  EPHEMERAL_EVENTS,
  type EphemeralEventType,
  EVENTS,
  type EventType,
} from '../../../../protocol/events.ts'
import { Reset } from '../../../../protocol/frames.ts'
import { RoomId } from '../../../../protocol/ids.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import { pascal } from './names.ts'
import type { Field, Outputs } from './outputs.ts'
import { DateTime } from './scalars.ts'

/** Whose log an event may stand in. One without an entry does not compile. */
const IN: { readonly [T in EventType]: 'room' | 'own' | 'either' } = {
  'room.created': 'room',
  'room.updated': 'room',
  'room.deleted': 'room',
  'member.joined': 'room',
  'member.updated': 'room',
  'member.left': 'room',
  'message.created': 'room',
  'message.updated': 'room',
  'message.deleted': 'room',
  'message.pinned': 'room',
  'message.unpinned': 'room',
  'reaction.added': 'room',
  'reaction.removed': 'room',
  'receipt.read': 'either',
  'receipt.delivered': 'either',
  'user.updated': 'own',
  'user.deleted': 'own',
  'preferences.updated': 'own',
  'thread.updated': 'own',
  'mention.created': 'own',
  'invitation.created': 'own',
  'invitation.updated': 'own',
  'invitation.deleted': 'own',
}

const some = <T extends ConstructorParameters<typeof GraphQLNonNull>[0]>(type: T) =>
  new GraphQLNonNull(type)

const LogEntry = new GraphQLInterfaceType({
  name: 'LogEntry',
  description: 'One entry of a log: durable, in order, each once',
  fields: {
    log: { type: some(GraphQLID) },
    seq: { type: some(GraphQLInt) },
    cursor: { type: some(GraphQLString) },
    at: { type: some(DateTime) },
  },
  resolveType: ({ type }: { type: string }) => pascal(type),
})

/** The fields of `Subscription`: what is received, and with it from where to come back. */
export function subscriptionFields(outputs: Outputs): Record<string, Field> {
  const types = (wanted: readonly string[]) =>
    (Object.keys(EVENTS) as EventType[])
      .filter((type) => wanted.includes(IN[type]))
      .map((type) => outputs.object(EVENTS[type], pascal(type), [LogEntry]))
  const ephemeral = (Object.keys(EPHEMERAL_EVENTS) as EphemeralEventType[]).map((type) =>
    outputs.object(EPHEMERAL_EVENTS[type], pascal(type)),
  )
  const turns = [
    outputs.object(z.object({ type: z.literal('ready'), user: User }), 'Ready'),
    outputs.object(Reset, 'Reset'),
  ]
  const received = (name: string, members: readonly GraphQLObjectType[]) =>
    some(
      new GraphQLObjectType({
        name: `${name}Payload`,
        fields: {
          after: {
            type: some(GraphQLString),
            description: 'Say it to hear what comes after this, also after a restart',
          },
          event: {
            type: some(
              new GraphQLUnionType({
                name,
                types: [...members, ...turns],
                resolveType: ({ type }: { type: string }) => pascal(type),
              }),
            ),
          },
        },
      }),
    )
  const after = { after: { type: GraphQLString } }
  const passing = { ephemeral: { type: some(GraphQLBoolean), default: { value: false } } }
  return {
    roomEvents: listening(
      'What happens in a room; with `ephemeral` also who types and is there. It ends with the membership',
      received('RoomEvent', [...types(['room', 'either']), ...ephemeral]),
      { room: { type: some(GraphQLID) }, ...after, ...passing },
    ),
    events: listening(
      'What happens in all my rooms, and to myself',
      received('Event', [...types(['room', 'own', 'either']), ...ephemeral]),
      { ...after, ...passing },
    ),
    viewerEvents: listening(
      'What happens to myself: in my own log',
      received('ViewerEvent', types(['own', 'either'])),
      after,
    ),
  }
}

/** The transport itself listens: the field only says to what. */
const listening = (
  description: string,
  type: GraphQLNonNull<GraphQLObjectType>,
  args: NonNullable<Field['args']>,
): Field => ({
  description,
  type,
  args,
  subscribe: async (_, { room, after, ephemeral }, context, { fieldName, fieldNodes }) => {
    const said = fieldNodes[0]?.arguments?.find(({ name }) => name.value === 'after')?.value
    const id = RoomId.optional().safeParse(room)
    if (!id.success) throw new Refusal('invalid_input', 'room must be a room_… id')
    // Refuses, as everywhere, whom the room is nothing to.
    if (id.data !== undefined) await context.run('members.list', { room: id.data, limit: 1 })
    context.listensTo({
      field: fieldName,
      room: id.data,
      own: fieldName === 'viewerEvents',
      ephemeral: ephemeral === true,
      after: typeof after === 'string' ? after : undefined,
      afterVariable: said?.kind === 'Variable' ? said.name.value : undefined,
    })
    return nothing()
  },
})

async function* nothing(): AsyncGenerator<undefined> {
  // What is listened to is told past GraphQL's own iteration: encoded once for all who ask alike.
}
