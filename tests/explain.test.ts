import { expect, test } from 'bun:test'
import { createChat, roomId } from '@parlance/sdk'
import { COMMANDS, type CommandName } from '../protocol/commands.ts'
import { FEATURES } from '../protocol/entities.ts'
import { isOfRoom } from '../server/domain/permissions.ts'
import type { Client } from './support/client.ts'
import { graphql, inWireWords, operationOf } from './support/graphql.ts'
import {
  COMMAND_NAMES,
  callOp,
  cast,
  IN_ROOM,
  inputOf,
  NOBODYS,
  type Objects,
  OUTSIDE,
  SERVER_STAFF,
} from './support/matrix.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { OF_ROOM } from './support/permitted.ts'

type Cast = Awaited<ReturnType<typeof cast>>
type Who = keyof Cast['people']
type Place = {
  readonly who: readonly Who[]
  readonly make: (server: Parlance, all: Cast) => Promise<Objects>
}

const EVERYBODY = [...IN_ROOM, ...OUTSIDE, ...SERVER_STAFF] as const
/** The fields of a question about a command, by the names of the command's own fields. */
const ASKED: Readonly<Record<string, string>> = {
  room: 'room',
  message: 'message',
  invitation: 'invitation',
  user: 'member',
  role: 'role',
}

/** Why may this user, or may they not, do what the command's input says? */
function question(name: CommandName, objects: Objects): string {
  if (!isOfRoom(name)) return ''
  const asked = Object.entries(inputOf(name, objects)).flatMap(([field, value]) => {
    const as = ASKED[field]
    return as === undefined ? [] : [[as, String(value)]]
  })
  return new URLSearchParams(asked).toString()
}

const explained = (who: Client, name: CommandName, objects: Objects) =>
  who.ask('GET', `/permissions/${name}?${question(name, objects)}`)

const changed =
  (change: object): Place['make'] =>
  async (server, { group }) => {
    const objects = await group()
    await server.backend().ask('PATCH', `/rooms/${objects.room}`, change)
    return objects
  }

const open =
  (type: 'public' | 'announcement'): Place['make'] =>
  async (server, { people, group }) => {
    const members = [...IN_ROOM, ...SERVER_STAFF, 'target' as const].map((name) => ({
      user: people[name].id,
      role: name === 'owner' || name === 'admin' || name === 'moderator' ? name : 'member',
    }))
    const input = { type, name: 'Open', members }
    const { id: room } = await server.backend().ask('POST', '/rooms', input)
    const author = type === 'public' ? people.author : people.owner
    const message = await author.send(room, 'a word of our own')
    const invitation = await people.owner.ask('POST', `/rooms/${room}/invitations`, {})
    const { joinRequest } = await group()
    return {
      room,
      message: message.id,
      invitation: invitation.id,
      joinRequest,
      user: people.target.id,
    }
  }

async function dm(_: Parlance, { people, group }: Cast): Promise<Objects> {
  const { author, administrator } = people
  const members = [administrator.id]
  const { id: room } = await author.ask('POST', '/rooms', { type: 'dm', members })
  const message = await author.send(room, 'between us')
  const { invitation, joinRequest } = await group()
  return { room, message: message.id, invitation, joinRequest, user: administrator.id }
}

/** A room of each type and state, with one of each role in it. */
const PLACES: Readonly<Record<string, Place>> = {
  'a group': { who: EVERYBODY, make: (_, { group }) => group() },
  'an archived group': { who: EVERYBODY, make: changed({ archived: true }) },
  'a read-only group': { who: EVERYBODY, make: changed({ readOnly: true }) },
  'a group without features': {
    who: EVERYBODY,
    make: changed({ features: Object.fromEntries(FEATURES.map((name) => [name, false])) }),
  },
  'a public room': { who: EVERYBODY, make: open('public') },
  'an announcement room': { who: EVERYBODY, make: open('announcement') },
  'a dm': { who: ['author', 'administrator', 'stranger'], make: dm },
}

for (const [place, { who: roles, make }] of Object.entries(PLACES))
  test(`[EXP-1] in ${place} the explanation agrees with what happens: every command, every role`, async () => {
    await using server = await parlance()
    const all = await cast(server)
    const wrong: string[] = []
    let objects = await make(server, all)
    for (const name of OF_ROOM)
      for (const who of roles) {
        const person = all.people[who]
        const { allowed, code, rule, reason } = await explained(person, name, objects)
        const { status, body } = await callOp(person, COMMANDS[name], inputOf(name, objects))
        const happened = status < 300 ? undefined : body.code
        if (allowed !== (happened === undefined) || code !== happened)
          wrong.push(`${who} ${name}: ${rule} ${code}, but ${happened}`)
        else if (happened !== undefined && reason !== body.detail)
          wrong.push(`${who} ${name}: "${reason}", but "${body.detail}"`)
        if (happened === undefined && COMMANDS[name].method !== 'GET')
          objects = await make(server, all)
      }
    expect(wrong).toEqual([])
  }, 120_000)

test('[EXP-1] without a room the explanation agrees with what happens, too', async () => {
  for (const guests of ['true', 'false']) {
    await using server = await parlance({ PARLANCE_GUESTS: guests })
    const { people, group } = await cast(server)
    const objects = await group()
    const who = [people.member, people.serverModerator, people.administrator]
    if (guests === 'true') who.push(await server.guest('Gus'))
    const inputs: Record<string, object> = {
      'guests.create': { name: 'Gus' },
      'me.update': { locale: 'de' },
      'users.list': { id: [objects.user] },
      'messages.search': { q: 'word' },
      'rooms.create': { type: 'group', name: 'New' },
    }
    for (const name of COMMAND_NAMES.filter((each) => !isOfRoom(each)))
      for (const person of who) {
        if (name === 'invitations.accept') continue
        const input = inputs[name] ?? inputOf(name, objects)
        const { allowed, code } = await explained(person, name, objects)
        const { status, body } = await callOp(person, COMMANDS[name], { ...input })
        const happened = status < 300 ? undefined : body.code
        expect([person.id, name, allowed, code]).toEqual([
          person.id,
          name,
          happened === undefined,
          happened,
        ])
      }
  }
}, 60_000)

test('[EXP-2] an explanation names the rule that decided, the same on every transport and in the SDK', async () => {
  await using server = await parlance()
  const all = await cast(server)
  const { people } = all
  const group = await all.group()
  const room = group.room
  const open = await PLACES['an announcement room']?.make(server, all)
  const dm = await PLACES['a dm']?.make(server, all)
  if (open === undefined || dm === undefined) throw new Error('a place is missing')
  const author = await people.author.send(room, 'mine')
  const cases = [
    ['member', { command: 'rooms.list' }, 'everyone', true],
    ['member', { command: 'users.updateRole' }, 'server_role', 'forbidden'],
    ['administrator', { command: 'users.updateRole' }, 'server_role', true],
    ['serverModerator', { command: 'pins.add', room }, 'server_role', true],
    ['administrator', { command: 'rooms.delete', room }, 'server_role', true],
    ['administrator', { command: 'messages.send', room: open.room }, 'server_role', true],
    ['stranger', { command: 'pins.add', room }, 'membership', 'not_found'],
    ['stranger', { command: 'pins.add', room: NOBODYS.room }, 'membership', 'not_found'],
    ['member', { command: 'messages.list', room }, 'membership', true],
    ['stranger', { command: 'rooms.get', room: open.room }, 'visitor', true],
    ['stranger', { command: 'messages.list', room: open.room }, 'membership', 'forbidden'],
    ['moderator', { command: 'pins.add', room }, 'room_role', true],
    ['member', { command: 'pins.add', room }, 'room_role', 'forbidden'],
    ['author', { command: 'messages.delete', room, message: author.id }, 'own', true],
    ['owner', { command: 'messages.update', room, message: author.id }, 'own', 'forbidden'],
    ['author', { command: 'pins.add', room: dm.room }, 'dm', true],
    ['author', { command: 'members.add', room: dm.room }, 'dm', 'forbidden'],
    ['member', { command: 'messages.send', room: open.room }, 'condition', 'forbidden'],
    [
      'moderator',
      { command: 'members.remove', room, member: people.admin.id },
      'rank',
      'forbidden',
    ],
    ['owner', { command: 'members.leave', room }, 'rank', 'last_owner'],
    ['member', { command: 'messages.get', room, message: dm.message }, 'object', 'not_found'],
    [
      'stranger',
      { command: 'invitations.get', invitation: group.invitation },
      'object',
      'not_found',
    ],
  ] as const
  for (const [who, input, rule, outcome] of cases) {
    const { command, ...fields } = input
    const person = people[who]
    const answer = await person.ask('GET', `/permissions/${command}?${new URLSearchParams(fields)}`)
    expect([who, input, answer]).toMatchObject([
      who,
      input,
      { user: person.id, command, rule, allowed: outcome === true },
    ])
    expect([command, answer.code]).toEqual([command, outcome === true ? undefined : outcome])
    const socket = await person.socket()
    expect(await socket.command('permissions.explain', input)).toEqual(answer)
    const asked = operationOf('permissions.explain', input)
    const { data } = await graphql(person, asked.query, asked.variables)
    expect(inWireWords(data[asked.field])).toEqual(answer)
    const about = `/users/${person.id}/permissions/${command}?${new URLSearchParams(fields)}`
    expect(await server.backend().ask('GET', about)).toEqual(answer)
  }
  await server.backend().ask('PATCH', `/rooms/${room}`, { archived: true })
  const archived = { command: 'messages.send', room: roomId(room) } as const
  using chat = createChat({ url: server.url, token: () => people.author.token })
  expect(await chat.permissions.explain(archived)).toMatchObject({
    allowed: false,
    rule: 'condition',
    condition: 'canSend',
    role: 'member',
    serverRole: 'user',
    code: 'archived',
  })
}, 60_000)

test('[EXP-3] about others only the staff learn something, and only of what they see', async () => {
  await using server = await parlance()
  const all = await cast(server)
  const { people } = all
  const { room, message } = await all.group()
  const { target, member, moderator, serverModerator, stranger, owner } = people
  const ask = async (who: Client, about: string, fields: Record<string, string> = { room }) => {
    const asked = new URLSearchParams({ user: about, ...fields })
    const { status, body } = await who.call('GET', `/permissions/pins.add?${asked}`)
    return status === 200 ? body : { status, ...body }
  }
  for (const staff of [moderator, owner, serverModerator, people.administrator])
    expect(await ask(staff, target.id)).toMatchObject({ user: target.id, allowed: false })
  expect((await ask(member, target.id)).code).toBe('forbidden')
  expect((await ask(member, member.id)).allowed).toBe(false)
  // Staff of a room: about its members only, and the same words for a user who does not exist.
  expect(await ask(moderator, stranger.id)).toEqual(await ask(moderator, 'nobody-at-all'))
  expect((await ask(moderator, stranger.id)).code).toBe('not_found')
  expect((await ask(moderator, target.id, {})).code).toBe('forbidden')
  // Staff of the server: about everybody, but not in a room that they cannot see.
  expect(await ask(serverModerator, stranger.id)).toMatchObject({
    allowed: false,
    code: 'not_found',
  })
  const hidden = await stranger.room('group', target)
  const said = await stranger.send(hidden.id, 'hidden')
  const invited = await stranger.ask('POST', `/rooms/${hidden.id}/invitations`, {})
  for (const asker of [serverModerator, people.administrator, owner]) {
    const there = await ask(asker, target.id, { room: hidden.id })
    expect(there).toEqual(await ask(asker, target.id, { room: NOBODYS.room }))
    expect(there.status).toBe(404)
    for (const fields of [
      { room, message: said.id },
      { room, invitation: invited.id },
    ])
      expect((await ask(asker, target.id, fields)).code).toBe('not_found')
  }
  expect((await ask(owner, target.id, { room, message })).allowed).toBe(false)
  // The app's backend: about everybody, everywhere.
  const path = `/users/${target.id}/permissions/pins.add?room=${hidden.id}`
  expect(await server.backend().ask('GET', path)).toMatchObject({ allowed: false, role: 'member' })
})

test('[EXP-4] a question about an unknown command, or without what it needs, is refused', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const cases = [
    ['pins.explode', 'command'],
    ['constructor', 'command'],
    ['pins.add', 'room'],
    ['messages.find', 'message'],
    ['invitations.get', 'invitation'],
  ] as const
  for (const [asked, field] of cases) {
    const { status, body } = await ana.call('GET', `/permissions/${asked}`)
    expect([asked, status, Object.keys(body.fields ?? {})]).toEqual([asked, 400, [field]])
  }
})
