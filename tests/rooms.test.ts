import { expect, test } from 'bun:test'
import { graphql, Subscribed, wsClient } from './support/graphql.ts'
import { parlance, token } from './support/parlance.ts'

test('[ROO-1] a dm of the same two people is always the same room, whoever begins', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  for (const who of [ana, ben]) await who.ask('GET', '/me')
  const [first, second, third] = await Promise.all([
    ana.call('POST', '/rooms', { type: 'dm', members: [ben.id] }),
    ben.call('POST', '/rooms', { type: 'dm', members: [ana.id] }),
    ana.call('POST', '/rooms', { type: 'dm', members: [ben.id] }),
  ])
  expect([first.status, second.status, third.status].toSorted()).toEqual([200, 200, 201])
  expect(new Set([first, second, third].map((a) => a.body.id)).size).toBe(1)
  const room = first.body.id
  await ana.send(room, 'hello')
  expect((await ben.history(room)).map((m) => m.text)).toEqual(['hello'])
  // Its two people, and nobody else.
  expect((await ana.call('DELETE', `/rooms/${room}/members/${ben.id}`)).status).toBe(403)
  expect((await ana.call('PUT', `/rooms/${room}/members/${ben.id}`)).status).toBe(403)
  expect((await ana.call('POST', '/rooms', { type: 'dm', members: [ana.id] })).status).toBe(400)
})

test('[ROO-2] in an announcement room its staff speak, and everybody hears', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const room = await ana.room('announcement')
  await ben.ask('PUT', `/rooms/${room.id}/members/me`)
  const socket = await ben.socket()
  expect((await ben.call('POST', `/rooms/${room.id}/messages`, { text: 'me too' })).status).toBe(
    403,
  )
  expect(await socket.command('messages.send', { room: room.id, text: 'me too' })).toBe('forbidden')
  await ana.send(room.id, 'news')
  expect(await socket.hears(room.id, 1)).toMatchObject([{ message: { text: 'news' } }])
  await ana.ask('PATCH', `/rooms/${room.id}/members/${ben.id}`, { role: 'moderator' })
  expect((await ben.send(room.id, 'now I may')).text).toBe('now I may')
})

test('[ROO-3] public rooms are found and joined by anyone; groups by nobody who was not added', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const open = await ana.room('public')
  const group = await ana.room('group')
  const found = (await ben.ask('GET', '/rooms?type=public')).rooms.map((r: { id: string }) => r.id)
  expect(found).toContain(open.id)
  expect(found).toContain(server.lobby)
  expect(found).not.toContain(group.id)
  expect((await ben.call('GET', `/rooms/${open.id}/messages`)).status).toBe(403)
  expect(await ben.ask('PUT', `/rooms/${open.id}/members/me`)).toMatchObject({ role: 'member' })
  expect((await ben.call('GET', `/rooms/${open.id}/messages`)).status).toBe(200)
  expect((await ben.call('PUT', `/rooms/${group.id}/members/me`)).status).toBe(404)
})

test('[ROO-4] roles: staff add, those above remove and promote, and a room keeps an owner', async () => {
  await using server = await parlance()
  const [ana, ben, cleo, dan] = await Promise.all(
    ['Ana', 'Ben', 'Cleo', 'Dan'].map((n) => server.user(n)),
  )
  if (!ana || !ben || !cleo || !dan) throw new Error('a cast of four')
  const room = await ana.room('group', ben, cleo)
  await dan.ask('GET', '/me')
  const member = (who: typeof ana) => `/rooms/${room.id}/members/${who.id}`
  const status = async (who: typeof ana, method: string, path: string, body?: object) =>
    (await who.call(method, path, body)).status

  expect(await status(ben, 'PUT', member(dan))).toBe(403)
  expect(await status(ben, 'PATCH', member(cleo), { role: 'admin' })).toBe(403)
  expect(await status(ana, 'PATCH', member(ben), { role: 'admin' })).toBe(200)
  expect(await status(ben, 'PUT', member(dan))).toBe(200)
  expect(await status(ben, 'PATCH', member(cleo), { role: 'admin' })).toBe(403)
  expect(await status(ben, 'PATCH', member(cleo), { role: 'moderator' })).toBe(200)
  expect(await status(cleo, 'DELETE', member(ben))).toBe(403)
  expect(await status(ben, 'DELETE', member(ana))).toBe(403)
  expect(await status(cleo, 'DELETE', member(dan))).toBe(204)
  expect(await status(ben, 'DELETE', `/rooms/${room.id}`)).toBe(403)
  const left = await ana.call('DELETE', `/rooms/${room.id}/members/me`)
  expect([left.status, left.body.code]).toEqual([409, 'last_owner'])
  expect(await status(ana, 'PATCH', member(ben), { role: 'owner' })).toBe(200)
  expect(await status(ana, 'DELETE', `/rooms/${room.id}/members/me`)).toBe(204)
})

test('[ROO-5] a room is renamed and its data replaced; everyone in it hears how it is now', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const room = await ana.room('group', ben)
  const socket = await ben.socket()
  await ana.ask('PATCH', `/rooms/${room.id}`, { name: 'B', data: { topic: 'cats' } })
  const [event] = await socket.hears(room.id, 1)
  expect(event).toMatchObject({
    type: 'room.updated',
    room: { name: 'B', data: { topic: 'cats' } },
  })
  expect(await ben.ask('GET', `/rooms/${room.id}`)).toMatchObject({
    name: 'B',
    data: { topic: 'cats' },
  })
  expect((await ben.call('PATCH', `/rooms/${room.id}`, { name: 'C' })).status).toBe(403)
})

test('[ROO-6] deleting a room is the last thing received of it, and then it was never there', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.user('Ben')
  const room = await ana.room('group', ben)
  const socket = await ben.socket()
  const { cursor } = socket.ready
  await ana.send(room.id, 'to be erased')
  await ana.ask('DELETE', `/rooms/${room.id}`)
  expect((await socket.hears(room.id, 2)).at(-1)).toMatchObject({ type: 'room.deleted' })
  expect((await ben.call('GET', `/rooms/${room.id}`)).status).toBe(404)
  expect((await ben.ask('GET', '/rooms')).rooms).toEqual([])
  const back = await ben.socket({ cursor, received: { [room.id]: room.seq } })
  expect(back.events.map((e) => e.type)).toEqual(['message.created', 'room.deleted'])
  expect(JSON.stringify(back.events)).not.toContain('to be erased')
})

test('[USR-1] a guest’s new name is told in every room, in the log’s order, and stands in history', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room('public')
  const made = await (
    await fetch(`${server.url}/api/v1/guests`, { method: 'POST', body: '{"name":"  Be \\n n "}' })
  ).json()
  expect(made.user).toMatchObject({ name: 'Be n', kind: 'guest' })
  const guest = server.as(made.token)
  await guest.ask('PUT', `/rooms/${room.id}/members/me`)
  const socket = await ana.socket()
  const own = await guest.socket()
  await guest.send(room.id, 'as Be n')
  await guest.ask('PATCH', '/me', { name: 'Benedikt' })
  await guest.send(room.id, 'as Benedikt')
  const received = await socket.hears(room.id, 3)
  expect(received.map((e) => e.type)).toEqual([
    'message.created',
    'member.updated',
    'message.created',
  ])
  expect(received[1]).toMatchObject({ member: { user: { name: 'Benedikt' } } })
  expect(received[2]).toMatchObject({ message: { sender: { name: 'Benedikt' } } })
  expect(await own.hears(`user:${made.user.id}`, 1)).toMatchObject([
    { type: 'user.updated', seq: 1 },
  ])
  expect((await ana.history(room.id)).map((m) => m.sender.name)).toEqual(['Benedikt', 'Benedikt'])
})

test('[USR-3] a change of info is told to everybody who sees the user, as a change of name is', async () => {
  await using server = await parlance()
  const app = server.backend()
  const [ben, eve] = [await server.user('Ben'), await server.user('Eve')]
  await app.ask('POST', '/users', { id: 'pia', name: 'Pia', info: { picture: 'old.png' } })
  const room = await ben.room('group')
  await app.ask('PUT', `/rooms/${room.id}/members/pia`)
  const [socket, stream] = [await ben.socket(), await ben.stream()]
  const others = await eve.socket()
  const client = wsClient(ben)
  const subscription = `subscription ($room: ID!) { roomEvents(room: $room) { after event {
    __typename ... on MemberUpdated { user { id name info } }
  } } }`
  const subscribed = new Subscribed(client, subscription, { room: room.id })
  await subscribed.ready()

  await app.ask('PATCH', '/users/pia', { info: { picture: 'new.png' } })
  // A token of hers that says otherwise, too.
  const pia = server.as(await token({ sub: 'pia', name: 'Pia', picture: 'newer.png' }))
  await pia.ask('GET', '/me')
  const told = (picture: string) => ({
    type: 'member.updated',
    member: { user: { id: 'pia', name: 'Pia' }, role: 'member' },
    user: { id: 'pia', name: 'Pia', info: { picture } },
  })
  for (const received of [await socket.hears(room.id, 2), await stream.hears(room.id, 2)])
    expect(received).toMatchObject(['new.png', 'newer.png'].map(told))
  const [first] = await subscribed.hears(2)
  expect(first.event.user).toEqual({ id: 'pia', name: 'Pia', info: { picture: 'new.png' } })
  const { users } = await ben.ask('GET', '/users?id=pia')
  expect(users).toMatchObject([{ info: { picture: 'newer.png' } }])
  // A replay says how she is now. Who is in no room with her hears nothing.
  await eve.ask('PUT', `/rooms/${server.lobby}/members/me`)
  await others.hears(server.lobby, 1)
  expect(others.events.map(({ log }) => log as string)).toEqual([server.lobby])
  await client.dispose()
})

test('[ROO-15] a dm whose other person was deleted takes nothing more, and can be left', async () => {
  await using server = await parlance()
  const app = server.backend()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  for (const who of [ana, ben]) await who.ask('GET', '/me')
  const dm = await ana.ask('POST', '/rooms', { type: 'dm', members: [ben.id] })
  const path = `/rooms/${dm.id}`
  const mine = await ana.send(dm.id, 'are you there?')
  await app.ask('DELETE', `/users/${ben.id}`)

  const socket = await ana.socket()
  const mutation = `mutation { sendMessage(input: { room: "${dm.id}", text: "x" }) { id } }`
  const said = await ana.call('POST', `${path}/messages`, { text: 'hello?' })
  expect([said.status, said.body.code]).toEqual([409, 'dm_over'])
  const codes = [
    await socket.command('messages.send', { room: dm.id, text: 'hello?' }),
    (await graphql(ana, mutation)).code,
    (await ana.call('PATCH', `${path}/messages/${mine.id}`, { text: 'x' })).body.code,
    (await ana.call('PUT', `${path}/typing`)).body.code,
    (await app.call('POST', `${path}/messages`, { text: 'x' })).body.code,
  ]
  expect(codes).toEqual(Array(5).fill('dm_over'))
  // What was said stays to be read, and she who stays may begin no other one.
  expect((await ana.history(dm.id)).map((m) => m.text)).toEqual(['are you there?'])
  const again = await ana.call('POST', '/rooms', { type: 'dm', members: [ben.id] })
  expect([again.status, again.body.id]).toEqual([200, dm.id])

  await ana.ask('DELETE', `${path}/members/me`)
  expect(await socket.hears(dm.id, 1)).toMatchObject([
    { type: 'member.left', user: { id: ana.id }, memberCount: 0 },
  ])
  expect((await ana.ask('GET', '/rooms')).rooms).toEqual([])
  expect((await ana.call('GET', path)).body.code).toBe('not_found')
  const anew = await ana.call('POST', '/rooms', { type: 'dm', members: [ben.id] })
  expect(anew.body.code).toBe('not_found')
})
