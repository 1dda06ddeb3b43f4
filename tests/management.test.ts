import { expect, test } from 'bun:test'
import type { Member, Message, Room, User } from '../protocol/entities.ts'
import { texts } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { setUp } from './support/management.ts'
import { nodes, REDIS } from './support/nodes.ts'
import { token } from './support/parlance.ts'

test('[MAN-1] what the backend does is received at once, on socket and stream, by everyone it concerns', async () => {
  await using at = await setUp()
  const { app, ana, ben } = at
  const [socket, stream] = [await ana.socket(), await ben.stream()]
  const room = await at.room()
  const path = `/rooms/${room.id}`
  await app.ask('PATCH', path, { topic: 'late' })
  const cleo: User = await app.ask('POST', '/users', { id: 'cleo', name: 'Cleo' })
  await app.ask('PUT', `${path}/members/${cleo.id}`)
  await app.ask('PATCH', `${path}/members/${cleo.id}`, { role: 'moderator' })
  const said = await app.send(room.id, 'Your order is late')
  await app.ask('PATCH', `${path}/messages/${said.id}`, { text: 'Your order is here' })
  await app.ask('PATCH', `/users/${cleo.id}`, { name: 'Cleopatra' })
  await app.ask('DELETE', `${path}/members/${cleo.id}`)
  await app.ask('DELETE', `${path}/messages/${said.id}`)
  await app.ask('DELETE', path)
  const told = [
    'member.joined', // each from their own on
    'room.updated',
    'member.joined',
    'member.updated',
    'message.created',
    'message.updated',
    'member.updated',
    'member.left',
    'message.deleted',
    'room.deleted',
  ]
  const received = await stream.hears(room.id, told.length)
  expect(received.map((e) => e.type as string)).toEqual(told)
  expect((await socket.hears(room.id, told.length + 1)).slice(1)).toEqual(received)
  const by = { id: 'parlance', name: 'Parlance' }
  expect(received[1]).toMatchObject({ room: { topic: 'late' }, by })
  expect(received[4]).toMatchObject({ message: { sender: by, system: true } })
  expect(received[6]).toMatchObject({ member: { user: { name: 'Cleopatra' }, role: 'moderator' } })
})

if (DATABASE !== 'sqlite' && REDIS !== '')
  test('[MAN-1] any node may be asked, and it is received on every other', async () => {
    await using cluster = await nodes(2)
    const ana = await cluster.at(1).user('Ana')
    const socket = await ana.socket()
    const app = cluster.at(0).backend()
    const members = [{ user: ana.id }]
    const room = await app.ask('POST', '/rooms', { type: 'group', name: 'Here', members })
    const say = (text: string) => ({ name: 'messages.send', input: { room: room.id, text } })
    await app.ask('POST', '/batch', { mode: 'all', commands: ['a', 'b', 'c'].map(say) })
    expect(texts(await socket.hears(room.id, 4))).toEqual(['a', 'b', 'c'])
    expect(await cluster.at(1).backend().ask('GET', `/rooms/${room.id}`)).toEqual({
      ...room,
      seq: room.seq + 3,
    })
  })

test('[MAN-2] the app speaks as the system, or as a bot who is in the room, and as nobody else', async () => {
  await using at = await setUp()
  const { app, ana, ben } = at
  const room = await at.room()
  const path = `/rooms/${room.id}/messages`
  for (const id of ['robo', 'stray'])
    await app.ask('POST', '/users', { id, name: 'Robo', kind: 'bot' })
  const bot = { text: 'beep', sender: 'robo' }
  expect((await app.call('POST', path, bot)).body.code).toBe('not_found')
  await app.ask('PUT', `/rooms/${room.id}/members/robo`)
  const beep: Message = await app.ask('POST', path, bot)
  expect(beep).toMatchObject({ text: 'beep', sender: { id: 'robo', name: 'Robo' } })
  expect(beep.system).toBeUndefined()
  expect((await app.call('POST', path, { text: 'x', sender: ana.id })).body.code).toBe('forbidden')

  const once = { text: 'once', clientId: 'c-1' }
  const tries = await Promise.all([1, 2, 3].map(() => app.call('POST', path, once)))
  expect(tries.map((t) => t.status).sort()).toEqual([200, 200, 201])
  expect(new Set(tries.map((t) => t.body.id)).size).toBe(1)

  const edit = (id: string) => app.call('PATCH', `${path}/${id}`, { text: 'edited' })
  expect((await edit(beep.id)).body).toMatchObject({ text: 'edited', version: 2 })
  const hers = await ana.send(room.id, 'my own words')
  expect((await edit(hers.id)).body.code).toBe('forbidden')
  expect((await app.call('DELETE', `${path}/${hers.id}`)).status).toBe(204)
  expect((await ana.call('POST', `${path}/${hers.id}/restore`)).body.code).toBe('too_late')
  expect((await ben.history(room.id)).at(-1)).toMatchObject({ id: hers.id, text: '' })
})

test('[MAN-2] nobody comes in as the system: no token says so, and it is not the app’s to make or delete', async () => {
  await using at = await setUp()
  const { app, server } = at
  const claimed = server.as(await token({ sub: 'parlance', name: 'Me' }))
  expect((await claimed.call('GET', '/me')).body.code).toBe('invalid_token')
  const asked = [
    app.call('POST', '/users', { id: 'parlance', name: 'Me' }),
    app.call('POST', '/users', { id: 'guest_01m7xkrq5ze2nrca89e4rk7dj8', name: 'Me' }),
    app.call('POST', '/tokens', { user: 'parlance' }),
    app.call('DELETE', '/users/parlance'),
  ]
  const codes = (await Promise.all(asked)).map((answer) => answer.body.code)
  expect(codes).toEqual(['invalid_input', 'invalid_input', 'forbidden', 'forbidden'])
})

test('[MAN-3] the app’s own key gives the same room back, however many ask at once; so does a dm', async () => {
  await using at = await setUp()
  const { app, ana, ben } = at
  const ask = (more: object) => Array.from({ length: 8 }, () => app.call('POST', '/rooms', more))
  const members = [{ user: ana.id }, { user: ben.id }]
  for (const body of [
    { type: 'group', name: 'Order 17', key: 'order-17', members },
    { type: 'dm', members },
  ]) {
    const answers = await Promise.all(ask(body))
    expect(answers.map((a) => a.status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201])
    expect(new Set(answers.map((a) => a.body.id)).size).toBe(1)
  }
  const dm = await ben.ask('POST', '/rooms', { type: 'dm', members: [ana.id] })
  expect((await app.ask('POST', '/rooms', { type: 'dm', members })).id).toBe(dm.id)
  const lobby = await app.ask('POST', '/rooms', { type: 'public', name: 'Mine', key: 'lobby' })
  expect(lobby.id).not.toBe(at.server.lobby)
  const twice = [members[0], members[0]]
  expect((await app.call('POST', '/rooms', { type: 'dm', members: twice })).status).toBe(400)
})

test('[MAN-5] a token that the app asks for lets its user in, for as long as it says', async () => {
  await using at = await setUp()
  const { app, server, ana } = at
  const minted = await app.ask('POST', '/tokens', { user: ana.id, seconds: 2 })
  const client = server.as(minted.token)
  expect(await client.ask('GET', '/me')).toEqual(minted.user)
  const socket = await client.socket()
  expect(await socket.ends()).toEqual({ code: 4401, reason: 'token_expired' })
  expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(minted.expiresAt))
  expect((await client.call('GET', '/me')).body.code).toBe('token_expired')
  expect((await app.call('POST', '/tokens', { user: 'nobody' })).body.code).toBe('not_found')
  const bot = await app.ask('POST', '/users', { id: 'robo', name: 'Robo', kind: 'bot' })
  const robo = server.as((await app.ask('POST', '/tokens', { user: 'robo' })).token)
  expect(await robo.ask('GET', '/me')).toEqual(bot)
})

test('[MAN-6] the app marks read for somebody, a room or all, and the others hear it', async () => {
  await using at = await setUp()
  const { app, ana, ben } = at
  const rooms = [await at.room(), await at.room()]
  const [first, second] = rooms as [Room, Room]
  for (const room of rooms) await ana.send(room.id, 'read this')
  const socket = await ana.socket()
  const unread = async () =>
    (await ben.ask('GET', '/rooms')).rooms.map((r: { unread: number }) => r.unread)
  expect(await unread()).toEqual([1, 1])
  const answer = await app.ask('PUT', `/rooms/${first.id}/members/${ben.id}/read`)
  expect(answer).toEqual({ readSeq: first.seq + 1, unread: 0 })
  expect((await socket.hears(first.id, 1))[0]).toMatchObject({
    type: 'receipt.read',
    user: { id: ben.id },
  })
  expect(await app.ask('PUT', `/users/${ben.id}/read`)).toEqual({ rooms: 1 })
  expect(await app.ask('PUT', `/users/${ben.id}/read`)).toEqual({ rooms: 0 })
  expect(await unread()).toEqual([0, 0])
  const stranger = app.call('PUT', `/rooms/${second.id}/members/nobody/read`)
  expect((await stranger).body.code).toBe('not_found')
})

test('[MAN-7] the app stands above every role, and the rules of rooms hold for it, too', async () => {
  await using at = await setUp()
  const { app, ana, ben } = at
  const room = await at.room()
  const path = `/rooms/${room.id}`
  const roleOf = async (id: string) =>
    (await app.ask('GET', `${path}/members`)).members.find((m: Member) => m.user.id === id)?.role
  await app.ask('PUT', `${path}/members/${ben.id}`, { role: 'owner' })
  expect(await roleOf(ben.id)).toBe('owner')
  for (const who of [ana, ben]) await app.ask('DELETE', `${path}/members/${who.id}`)
  await app.ask('PUT', `${path}/members/${ana.id}`)
  expect(await roleOf(ana.id)).toBe('member')

  await app.ask('PATCH', path, { archived: true })
  expect((await app.call('POST', `${path}/messages`, { text: 'x' })).body.code).toBe('archived')
  const members = [{ user: ana.id }, { user: ben.id }]
  const dm = `/rooms/${(await app.ask('POST', '/rooms', { type: 'dm', members })).id}`
  const refused = [
    await app.call('DELETE', `${dm}/members/${ana.id}`),
    await app.call('PUT', `${dm}/members/${ana.id}`, { role: 'owner' }),
    await app.call('PATCH', dm, { name: 'Us' }),
  ]
  expect(refused.map((answer) => answer.body.code)).toEqual(Array(3).fill('forbidden'))
})

test('[MAN-8] what the app says of a name stands against tokens that were issued before', async () => {
  await using at = await setUp()
  const { app, server } = at
  const at0 = Math.floor(Date.now() / 1000)
  const asDora = async (name: string, iat: number) =>
    server.as(await token({ sub: 'dora', name, iat })).ask('GET', '/me')
  expect((await asDora('Dora', at0 - 50)).name).toBe('Dora')
  await app.ask('PATCH', '/users/dora', { name: 'Dorothea' })
  expect((await asDora('Dora', at0 - 40)).name).toBe('Dorothea')
  expect((await asDora('Dorle', at0 + 5)).name).toBe('Dorle')
  await app.ask('PATCH', '/users/dora', { info: { team: 'red' } })
  expect((await app.ask('PATCH', '/users/dora', { info: null })).info).toBeUndefined()
})
