import type { CommandName } from '../../protocol/commands.ts'
import { FEATURES } from '../../protocol/entities.ts'
import type { Client } from './client.ts'
import { type cast, IN_ROOM, needed, type Objects, OUTSIDE, SERVER_STAFF } from './matrix.ts'
import type { Parlance } from './parlance.ts'

type Cast = Awaited<ReturnType<typeof cast>>
type Who = keyof Cast['people']
type Place = {
  readonly who: readonly Who[]
  /** `command`: only what this one acts upon is made. */
  readonly make: (server: Parlance, all: Cast, command?: CommandName) => Promise<Objects>
}

const EVERYBODY = [...IN_ROOM, ...OUTSIDE, ...SERVER_STAFF] as const
/** The fields of a question about a command, by the names of the command's own fields. */
const ASKED: Readonly<Record<string, string>> = {
  room: 'room',
  message: 'message',
  invitation: 'invitation',
  joinRequest: 'joinRequest',
  request: 'request',
  report: 'report',
  session: 'session',
  identity: 'identity',
  passkey: 'passkey',
  link: 'link',
  wordList: 'wordList',
  user: 'member',
  role: 'role',
}

/** Why may this user, or may they not, do what the command's input says? */
function question(name: CommandName, input: object): string {
  // The code of a link is a secret, and no id.
  if (name === 'passwords.reset') return ''
  const asked = Object.entries(input).flatMap(([field, value]) => {
    const as = ASKED[field]
    return as === undefined ? [] : [[as, String(value)]]
  })
  return new URLSearchParams(asked).toString()
}

export const explained = (who: Client, name: CommandName, input: object) =>
  who.ask('GET', `/permissions/${name}?${question(name, input)}`)

const changed =
  (change: object): Place['make'] =>
  async (server, { group }, command) => {
    const objects = await group(command)
    await server.backend().ask('PATCH', `/rooms/${objects.room}`, change)
    return objects
  }

const open =
  (type: 'public' | 'announcement'): Place['make'] =>
  async (server, { people, joinRequest }, command) => {
    const members = [...IN_ROOM, ...SERVER_STAFF, 'target' as const].map((name) => ({
      user: people[name].id,
      role: name === 'owner' || name === 'admin' || name === 'moderator' ? name : 'member',
    }))
    const input = { type, name: 'Open', members }
    const { id: room } = await server.backend().ask('POST', '/rooms', input)
    const author = type === 'public' ? people.author : people.owner
    const message = await author.send(room, 'a word of our own')
    const invitation = async () =>
      (await people.owner.ask('POST', `/rooms/${room}/invitations`, {})).id
    return {
      room,
      message: message.id,
      invitation: await needed(command, 'invitation', invitation),
      joinRequest: await needed(command, 'joinRequest', joinRequest),
      user: people.target.id,
    }
  }

/** A room that is joined on request, with a request of a new user. */
const onRequest =
  (change: object): Place['make'] =>
  async (server, all, command) => {
    // Their requests are to this room.
    const ofRoom = async () => {
      const asker = await server.user('asker')
      return (await asker.ask('POST', `/rooms/${objects.room}/join-requests`, {})).id
    }
    const objects = await open('public')(server, { ...all, joinRequest: async () => '' }, command)
    const app = server.backend()
    await app.ask('PATCH', `/rooms/${objects.room}`, { entry: 'request' })
    const joinRequest = await needed(command, 'joinRequest', ofRoom)
    await app.ask('PATCH', `/rooms/${objects.room}`, change)
    return { ...objects, joinRequest }
  }

async function dm(_: Parlance, { people, group }: Cast, command?: CommandName): Promise<Objects> {
  const { author, administrator } = people
  const members = [administrator.id]
  const { id: room } = await author.ask('POST', '/rooms', { type: 'dm', members })
  const message = await author.send(room, 'between us')
  const { invitation, joinRequest } = await group(command)
  return { room, message: message.id, invitation, joinRequest, user: administrator.id }
}

/** A room of each type and state, with one of each role in it. */
export const PLACES: Readonly<Record<string, Place>> = {
  'a group': { who: EVERYBODY, make: (_, { group }, command) => group(command) },
  'an archived group': { who: EVERYBODY, make: changed({ archived: true }) },
  'a read-only group': { who: EVERYBODY, make: changed({ readOnly: true }) },
  'a group without features': {
    who: EVERYBODY,
    make: changed({ features: Object.fromEntries(FEATURES.map((name) => [name, false])) }),
  },
  'a public room': { who: EVERYBODY, make: open('public') },
  'a room on request': { who: EVERYBODY, make: onRequest({}) },
  'an archived room on request': { who: EVERYBODY, make: onRequest({ archived: true }) },
  'an announcement room': { who: EVERYBODY, make: open('announcement') },
  'a dm': { who: ['author', 'administrator', 'stranger'], make: dm },
}
