import { expect, test } from 'bun:test'
import type { Message } from '../protocol/entities.ts'
import { DATABASE } from './support/database.ts'
import { nodes, REDIS } from './support/nodes.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

test('[MAN-4] a user who is deleted leaves every room, and nothing of them stays but what they said', async () => {
  await using server = await parlance()
  const app = server.backend()
  const [ana, eve] = [await server.user('Ana'), await server.user('Eve')]
  const room = await ana.room('group', eve)
  const dm = await ana.ask('POST', '/rooms', { type: 'dm', members: [eve.id] })
  await eve.ask('PUT', '/me/presence', { state: 'online', status: 'on holiday in Rome' })
  const said = await eve.send(room.id, 'I was here')
  await ana.ask('POST', `/rooms/${(await ana.room()).id}/invitations`, { user: eve.id })
  const hearing = await ana.socket()

  expect((await app.call('DELETE', `/users/${eve.id}`)).status).toBe(204)
  const gone = { id: eve.id, name: 'Deleted user' }
  for (const log of [room.id, dm.id])
    expect((await hearing.hears(log, 2)).slice(0, 2)).toMatchObject([
      { type: 'member.updated', member: { user: gone } },
      { type: 'member.left', user: gone, memberCount: 1 },
    ])
  expect(await ana.ask('GET', `/rooms/${room.id}/messages/${said.id}`)).toMatchObject({
    text: 'I was here',
    sender: gone,
  })
  const tombstone = await app.ask('GET', `/users/${eve.id}`)
  expect(tombstone).toEqual({
    ...gone,
    kind: 'person',
    createdAt: expect.any(String),
    deletedAt: expect.any(String),
  })
  const { users } = await app.ask('GET', '/users')
  expect(users.map((user: { id: string }) => user.id)).not.toContain(eve.id)

  // As if they had never been, to whoever would have to do with them.
  for (const [who, method, path, body] of [
    [app, 'PATCH', `/users/${eve.id}`, { name: 'Eve' }],
    [app, 'PUT', `/rooms/${room.id}/members/${eve.id}`, undefined],
    [app, 'POST', '/tokens', { user: eve.id }],
    [ana, 'PUT', `/rooms/${room.id}/members/${eve.id}`, undefined],
    [ana, 'POST', '/rooms', { type: 'group', name: 'x', members: [eve.id] }],
  ] as const)
    expect([path, (await who.call(method, path, body)).body.code]).toEqual([path, 'not_found'])
  expect((await app.call('POST', '/users', { id: eve.id, name: 'Eve' })).body.code).toBe(
    'user_deleted',
  )
  expect((await app.call('DELETE', `/users/${eve.id}`)).status).toBe(204)
})

test('[MAN-4] with them goes all that they said, if the app wants that', async () => {
  await using server = await parlance()
  const app = server.backend()
  const [ana, eve] = [await server.user('Ana'), await server.user('Eve')]
  const [room, left] = [await ana.room('group', eve), await ana.room('group', eve)]
  for (const { id } of [room, left])
    for (const who of [eve, ana, eve]) await who.send(id, `secret of ${who.id}`)
  await eve.ask('DELETE', `/rooms/${left.id}/members/me`)
  await app.ask('DELETE', `/users/${eve.id}?messages=true`)
  for (const { id } of [room, left])
    expect((await ana.history(id)).map((m) => m.text)).toEqual(['', `secret of ${ana.id}`, ''])
  const found = async () => (await ana.ask('GET', '/search?q=secret')).found
  await waitFor(async () => (await found()).length >= 2)
  expect((await found()).map((f: { message: Message }) => f.message.sender.id)).toEqual([
    ana.id,
    ana.id,
  ])
})

test('[MAN-4] their connections end with 4403, after `user.deleted`, and no way in is left', async () => {
  await using server = await parlance()
  const app = server.backend()
  const eve = await server.user('Eve')
  await eve.ask('GET', '/me')
  const { token } = await app.ask('POST', '/tokens', { user: eve.id })
  const minted = server.as(token)
  const [socket, other, stream] = [await eve.socket(), await minted.socket(), await eve.stream()]
  const { ticket } = await eve.ask('POST', '/tickets')
  await app.ask('DELETE', `/users/${eve.id}`)
  for (const each of [socket, other]) {
    expect(await each.ends()).toEqual({ code: 4403, reason: 'user_deleted' })
    expect(each.events.at(-1)?.type).toBe('user.deleted')
  }
  await waitFor(() => stream.ended)
  expect(JSON.parse(stream.said.at(-1)?.data ?? '')).toEqual({ code: 'user_deleted', close: 4403 })
  for (const way of [eve, minted]) {
    expect(await way.call('GET', '/me')).toMatchObject({
      status: 403,
      body: { code: 'user_deleted' },
    })
    expect(await (await way.socket()).ends()).toEqual({ code: 4403, reason: 'user_deleted' })
  }
  expect((await fetch(`${server.url}/api/v1/events?ticket=${ticket}`)).status).toBe(401)
  await server.stop()
  await using again = await parlance(server.place)
  expect((await again.as(eve.token).call('GET', '/me')).body.code).toBe('user_deleted')
})

test('[MAN-4] who joins, speaks and connects while being deleted is gone all the same', async () => {
  await using server = await parlance()
  const app = server.backend()
  const ana = await server.user('Ana')
  for (let round = 0; round < 8; round++) {
    const eve = await server.user('Eve')
    const rooms = [await ana.room('public', eve), await ana.room('public')]
    const [socket] = await Promise.all([
      eve.socket(),
      ...rooms.map(({ id }) => eve.call('PUT', `/rooms/${id}/members/me`)),
      eve.call('POST', `/rooms/${rooms[0]?.id}/messages`, { text: 'x' }),
      Bun.sleep(round).then(() => app.ask('DELETE', `/users/${eve.id}`)),
      ...rooms.map(({ id }) => eve.call('PUT', `/rooms/${id}/members/me`)),
    ])
    expect((await socket.ends()).code).toBe(4403)
    for (const { id } of rooms) {
      const { members } = await app.ask('GET', `/rooms/${id}/members`)
      expect(members.map((m: { user: { id: string } }) => m.user.id)).toEqual([ana.id])
    }
  }
}, 60_000)

if (DATABASE !== 'sqlite' && REDIS !== '') {
  test('[MAN-4] on every node their connections end at once, and tokens within seconds', async () => {
    await using cluster = await nodes(2)
    const [here, there] = [cluster.at(0), cluster.at(1)]
    const eve = await here.user('Eve')
    const elsewhere = eve.at(there.url)
    expect((await elsewhere.call('GET', '/me')).status).toBe(200)
    const socket = await elsewhere.socket()
    await here.backend().ask('DELETE', `/users/${eve.id}`)
    expect(await socket.ends()).toEqual({ code: 4403, reason: 'user_deleted' })
    // The truth is asked at once: what the node remembers of the token does not open a connection.
    expect(await (await elsewhere.socket()).ends()).toEqual({ code: 4403, reason: 'user_deleted' })
    const code = async () => (await elsewhere.call('GET', '/threads')).body.code
    await waitFor(async () => (await code()) === 'user_deleted')
  }, 60_000)
}
