import type * as z from 'zod'
import { MyRoom, Room, User } from '../../../../protocol/entities.ts'
import { RoomId, UserId } from '../../../../protocol/ids.ts'
import { pascal } from './names.ts'
import type { Field, Fields, Outputs } from './outputs.ts'
import type { Queries } from './queries.ts'
import { bareOf, isA } from './shapes.ts'
import { BATCHED } from './weight.ts'

type Source = Readonly<Record<string, unknown>>
const idOf = (source: Source, field: string) => source[field] as never

/** The fields of a type that lead to other objects. Each one runs a use-case; those with a loader run in batches. */
export function relationsOf(
  type: string,
  shape: z.ZodRawShape,
  outputs: Outputs,
  queries: Queries,
): Fields {
  const fields: Fields = {}
  for (const [name, schema] of Object.entries(shape)) {
    const bare = bareOf(schema)
    if (isA(bare, RoomId) && name !== 'id' && name !== 'log') fields[name] = roomBy(outputs, name)
    if (isA(bare, UserId) && name !== 'id') fields[name] = userBy(outputs, name)
  }
  const hasUserId = isA(bareOf(shape['id'] ?? MyRoom), UserId)
  if (hasUserId && type !== 'User') fields['user'] = userBy(outputs, 'id')
  if (type === 'Room') Object.assign(fields, roomFields(outputs, queries))
  if (type === 'Message') Object.assign(fields, messageFields(queries))
  return fields
}

function roomFields(outputs: Outputs, queries: Queries): Fields {
  const parentInput = ({ id }: Source) => ({ room: id })
  const field = (name: Parameters<Queries['field']>[0]) =>
    queries.field(name, parentInput, ['room'])
  return {
    ...viewerFields(outputs),
    messages: field('messages.list'),
    unreadMessages: field('messages.listUnread'),
    members: field('members.list'),
    pins: field('pins.list'),
    invitations: field('invitations.list'),
    joinRequests: field('joinRequests.list'),
    presence: field('presence.list'),
  }
}

function messageFields(queries: Queries): Fields {
  const parentInput = ({ room, id }: Source) => ({ room, message: id })
  const field = (name: Parameters<Queries['field']>[0]) =>
    queries.field(name, parentInput, ['room', 'message'])
  const threadInput = ({ room, id }: Source) => ({ room, thread: id })
  return {
    seenBy: field('receipts.list'),
    reactors: field('reactions.list'),
    versions: field('messages.listVersions'),
    below: queries.field('messages.list', threadInput, ['room', 'thread']),
  }
}

/** The viewer's own fields of a room, null if they are not in it. A list of the viewer's rooms already has them. */
function viewerFields(outputs: Outputs): Fields {
  const viewerOnly = Object.entries(MyRoom.shape).filter(([name]) => !(name in Room.shape))
  return Object.fromEntries(
    viewerOnly.map(([name, schema]): [string, Field] => [
      name,
      {
        type: outputs.nullable(schema, `Room${pascal(name)}`),
        extensions: { weight: BATCHED },
        resolve: async (source, _, { rooms }) => {
          const room = 'role' in source ? source : await rooms.load(idOf(source, 'id'))
          return room && Reflect.get(room, name)
        },
      },
    ]),
  )
}

/** A room counts its unread messages, up to 1,000: some 15 ms. */
const ROOM = { ...BATCHED, cost: 4 }

const roomBy = (outputs: Outputs, field: string): Field => ({
  type: outputs.object(Room, ''),
  description: 'Null if the viewer is not in the room',
  extensions: { weight: ROOM },
  resolve: (source, _, { rooms }) =>
    source[field] === undefined ? null : rooms.load(idOf(source, field)),
})

const userBy = (outputs: Outputs, field: string): Field => ({
  type: outputs.object(User, ''),
  description: 'Null if the viewer is in no room with the user',
  extensions: { weight: BATCHED },
  resolve: (source, _, { users }) =>
    source[field] === undefined ? null : users.load(idOf(source, field)),
})
