import { expect, test } from 'bun:test'
import { createChat, roomId } from '@parlance/sdk'
import type { Client } from './support/client.ts'
import { graphql, inWireWords, operationOf } from './support/graphql.ts'
import { cast, NOBODYS, requestTo } from './support/matrix.ts'
import { parlance } from './support/parlance.ts'
import { PLACES } from './support/places.ts'

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
    ['member', { command: 'accounts.get' }, 'object', 'not_found'],
    ['member', { command: 'accounts.create' }, 'everyone', 'forbidden'],
    ['member', { command: 'requests.get', request: NOBODYS.request }, 'object', 'not_found'],
    ['member', { command: 'sessions.delete', session: NOBODYS.session }, 'object', 'not_found'],
    ['administrator', { command: 'links.delete', link: NOBODYS.link }, 'object', 'not_found'],
    [
      'administrator',
      { command: 'joinRequests.accept', joinRequest: group.joinRequest },
      'server_role',
      true,
    ],
    [
      'moderator',
      { command: 'joinRequests.accept', joinRequest: group.joinRequest },
      'room_role',
      true,
    ],
    [
      'member',
      { command: 'joinRequests.get', joinRequest: group.joinRequest },
      'object',
      'not_found',
    ],
    ['member', { command: 'joinRequests.create', room: open.room }, 'room_role', 'forbidden'],
    ['stranger', { command: 'joinRequests.create', room: open.room }, 'condition', 'forbidden'],
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
  // What only the user sees, nobody else asks about.
  const request = await requestTo(server, target.id)
  for (const asker of [moderator, people.administrator])
    for (const fields of [
      { room, request },
      { room, session: NOBODYS.session },
    ])
      expect((await ask(asker, target.id, fields)).code).toBe('not_found')
  // Whether two users share a room is not said of one who is not in the room.
  for (const asker of [moderator, people.administrator])
    expect((await ask(asker, owner.id, { room, member: stranger.id })).code).toBe('not_found')
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
    ['joinRequests.accept', 'joinRequest'],
    ['requests.accept', 'request'],
    ['sessions.delete', 'session'],
    ['links.delete', 'link'],
    ['passkeys.delete', 'passkey'],
    ['identities.delete', 'identity'],
    ['wordLists.get', 'wordList'],
    ['roomWordLists.get', 'wordList'],
  ] as const
  for (const [asked, field] of cases) {
    const { status, body } = await ana.call('GET', `/permissions/${asked}`)
    expect([asked, status, Object.keys(body.fields ?? {})]).toEqual([asked, 400, [field]])
  }
})
