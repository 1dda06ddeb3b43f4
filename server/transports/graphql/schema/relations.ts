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

/** What a type leads on to: each such field runs a use-case, in batches where there is a loader. */
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
  const isPerson = isA(bareOf(shape['id'] ?? MyRoom), UserId)
  if (isPerson && type !== 'User') fields['user'] = userBy(outputs, 'id')
  if (type === 'Room') Object.assign(fields, ofRoom(outputs, queries))
  if (type === 'Message') Object.assign(fields, ofMessage(queries))
  return fields
}

function ofRoom(outputs: Outputs, queries: Queries): Fields {
  const bound = ({ id }: Source) => ({ room: id })
  const field = (name: Parameters<Queries['field']>[0]) => queries.field(name, bound, ['room'])
  return {
    ...mine(outputs),
    messages: field('messages.list'),
    unreadMessages: field('messages.listUnread'),
    members: field('members.list'),
    pins: field('pins.list'),
    invitations: field('invitations.list'),
    presence: field('presence.list'),
  }
}

function ofMessage(queries: Queries): Fields {
  const bound = ({ room, id }: Source) => ({ room, message: id })
  const field = (name: Parameters<Queries['field']>[0]) =>
    queries.field(name, bound, ['room', 'message'])
  const below = ({ room, id }: Source) => ({ room, thread: id })
  return {
    seenBy: field('receipts.list'),
    reactors: field('reactions.list'),
    versions: field('messages.listVersions'),
    below: queries.field('messages.list', below, ['room', 'thread']),
  }
}

/** What of a room is the viewer's own: null where they are not in it. A list of my rooms brings it along. */
function mine(outputs: Outputs): Fields {
  const own = Object.entries(MyRoom.shape).filter(([name]) => !(name in Room.shape))
  return Object.fromEntries(
    own.map(([name, schema]): [string, Field] => [
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

const roomBy = (outputs: Outputs, field: string): Field => ({
  type: outputs.object(Room, ''),
  description: 'Null where one is not in it',
  extensions: { weight: BATCHED },
  resolve: (source, _, { rooms }) =>
    source[field] === undefined ? null : rooms.load(idOf(source, field)),
})

const userBy = (outputs: Outputs, field: string): Field => ({
  type: outputs.object(User, ''),
  description: 'Null where one is in no room with them',
  extensions: { weight: BATCHED },
  resolve: (source, _, { users }) =>
    source[field] === undefined ? null : users.load(idOf(source, field)),
})
