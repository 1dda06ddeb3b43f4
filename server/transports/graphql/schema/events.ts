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

/** The logs that an event can be in: a room's, a user's own, or either. An event without an entry does not compile. */
const LOGS: { readonly [T in EventType]: 'room' | 'own' | 'either' } = {
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
  'account.updated': 'own',
  'session.ended': 'own',
  'identity.created': 'own',
  'identity.deleted': 'own',
  'preferences.updated': 'own',
  'thread.updated': 'own',
  'mention.created': 'own',
  'invitation.created': 'own',
  'invitation.updated': 'own',
  'invitation.deleted': 'own',
  'block.created': 'own',
  'block.deleted': 'own',
  'sanction.created': 'own',
  'sanction.updated': 'own',
  'export.finished': 'own',
  'sanction.ended': 'own',
  'joinRequest.created': 'own',
  'joinRequest.accepted': 'own',
  'joinRequest.declined': 'own',
  'joinRequest.deleted': 'own',
  'request.created': 'own',
  'request.accepted': 'own',
  'request.declined': 'own',
  'request.deleted': 'own',
  'consent.updated': 'own',
  'event.skipped': 'either',
  'report.created': 'own',
  'report.updated': 'own',
}

const nonNull = <T extends ConstructorParameters<typeof GraphQLNonNull>[0]>(type: T) =>
  new GraphQLNonNull(type)

const LogEntry = new GraphQLInterfaceType({
  name: 'LogEntry',
  description: 'An entry of a log. Entries are durable, and are delivered in order, each one once',
  fields: {
    log: { type: nonNull(GraphQLID) },
    seq: { type: nonNull(GraphQLInt) },
    cursor: { type: nonNull(GraphQLString) },
    at: { type: nonNull(DateTime) },
  },
  resolveType: ({ type }: { type: string }) => pascal(type),
})

/** The fields of `Subscription`. Each payload has an event and the resume token after it. */
export function subscriptionFields(outputs: Outputs): Record<string, Field> {
  const types = (wanted: readonly string[]) =>
    (Object.keys(EVENTS) as EventType[])
      .filter((type) => wanted.includes(LOGS[type]))
      .map((type) => outputs.object(EVENTS[type], pascal(type), [LogEntry]))
  const ephemeral = (Object.keys(EPHEMERAL_EVENTS) as EphemeralEventType[]).map((type) =>
    outputs.object(EPHEMERAL_EVENTS[type], pascal(type)),
  )
  const connectionEvents = [
    outputs.object(z.object({ type: z.literal('ready'), user: User }), 'Ready'),
    outputs.object(Reset, 'Reset'),
  ]
  const payloadType = (name: string, members: readonly GraphQLObjectType[]) =>
    nonNull(
      new GraphQLObjectType({
        name: `${name}Payload`,
        fields: {
          after: {
            type: nonNull(GraphQLString),
            description:
              'Pass this as `after` to resume behind this event, also after a restart of the server',
          },
          event: {
            type: nonNull(
              new GraphQLUnionType({
                name,
                types: [...members, ...connectionEvents],
                resolveType: ({ type }: { type: string }) => pascal(type),
              }),
            ),
          },
        },
      }),
    )
  const afterArgument = { after: { type: GraphQLString } }
  const ephemeralArgument = {
    ephemeral: { type: nonNull(GraphQLBoolean), default: { value: false } },
  }
  return {
    roomEvents: subscriptionField(
      'The events of one room; with `ephemeral` also typing and presence. The subscription completes when the membership ends',
      payloadType('RoomEvent', [...types(['room', 'either']), ...ephemeral]),
      { room: { type: nonNull(GraphQLID) }, ...afterArgument, ...ephemeralArgument },
    ),
    events: subscriptionField(
      'The events of all rooms of the viewer and of the viewer’s own log; with `ephemeral` also typing and presence',
      payloadType('Event', [...types(['room', 'own', 'either']), ...ephemeral]),
      { ...afterArgument, ...ephemeralArgument },
    ),
    viewerEvents: subscriptionField(
      'The events of the viewer’s own log',
      payloadType('ViewerEvent', types(['own', 'either'])),
      afterArgument,
    ),
  }
}

/** The resolver only sets the target of the subscription; the transport delivers the events. */
const subscriptionField = (
  description: string,
  type: GraphQLNonNull<GraphQLObjectType>,
  args: NonNullable<Field['args']>,
): Field => ({
  description,
  type,
  args,
  subscribe: async (_, { room, after, ephemeral }, context, { fieldName, fieldNodes }) => {
    const afterNode = fieldNodes[0]?.arguments?.find(({ name }) => name.value === 'after')?.value
    const id = RoomId.optional().safeParse(room)
    if (!id.success) throw new Refusal('invalid_input', 'room must be the id of a room (room_…)')
    // Refuses callers who are not members, with the same code as every other command.
    if (id.data !== undefined) await context.run('members.list', { room: id.data, limit: 1 })
    context.setTarget({
      field: fieldName,
      room: id.data,
      own: fieldName === 'viewerEvents',
      ephemeral: ephemeral === true,
      after: typeof after === 'string' ? after : undefined,
      afterVariable: afterNode?.kind === 'Variable' ? afterNode.name.value : undefined,
    })
    return noEvents()
  },
})

async function* noEvents(): AsyncGenerator<undefined> {
  // Events bypass GraphQL's own iteration, so that one encoding serves all subscriptions of the same operation.
}
