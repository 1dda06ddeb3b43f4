import { expect, test } from 'bun:test'
import type { Member } from '../protocol/entities.ts'
import { texts } from './support/client.ts'
import { setUp } from './support/management.ts'

test('[MAN-1] what it reads is what there is: rooms, members and messages of everyone', async () => {
  await using at = await setUp()
  const { app, ana, ben } = at
  const room = await ana.room('group', ben)
  const message = await ana.send(room.id, 'between us')
  expect((await app.ask('GET', `/rooms/${room.id}`)).name).toBe('A room')
  const { members } = await app.ask('GET', `/rooms/${room.id}/members`)
  expect(members.map((m: Member) => [m.user.id, m.role])).toEqual([
    [ana.id, 'owner'],
    [ben.id, 'member'],
  ])
  expect((await app.history(room.id)).map((m) => m.text)).toEqual(['between us'])
  expect(await app.ask('GET', `/rooms/${room.id}/messages/${message.id}`)).toEqual(message)
  expect((await app.ask('GET', `/users/${ana.id}`)).name).toBe('Ana')
  for (const path of ['/users/nobody', '/rooms/room_00000000000000000000000000'])
    expect((await app.call('GET', path)).body.code).toBe('not_found')
})

test('[MAN-9] lists come in pages, each thing once', async () => {
  await using at = await setUp()
  const { app, ana } = at
  for (const id of ['u-1', 'u-2', 'u-3']) await app.ask('POST', '/users', { id, name: id })
  const rooms = [await at.room(), await at.room(), await at.room()].map(({ id }) => id)
  const pages = async (path: string, field: string) => {
    const seen: string[] = []
    for (let after = ''; ; ) {
      const page = await app.ask('GET', `${path}limit=2${after}`)
      seen.push(...page[field].map(({ id }: { id: string }) => id))
      if (page.next === undefined) return seen
      after = `&after=${encodeURIComponent(page.next)}`
    }
  }
  const users = await pages('/users?', 'users')
  expect(users).toEqual([...users].sort())
  expect(new Set(users)).toEqual(new Set([ana.id, at.ben.id, 'parlance', 'u-1', 'u-2', 'u-3']))
  expect(await pages('/rooms?', 'rooms')).toEqual([...rooms.toReversed(), at.server.lobby])
  expect(await pages(`/rooms?user=${ana.id}&`, 'rooms')).toEqual(rooms.toReversed())
})

test('[MAN-9] statistics count what there is', async () => {
  await using at = await setUp()
  const { app } = at
  await app.send((await at.room()).id, 'one')
  await app.ask('POST', '/users', { id: 'robo', name: 'Robo', kind: 'bot' })
  await at.server.guest('Gus')
  expect(await app.ask('GET', '/statistics')).toMatchObject({
    users: { person: 2, guest: 1, bot: 2 },
    rooms: { dm: 0, group: 1, public: 1, announcement: 0 },
    memberships: 2,
    messagesOfDay: 1,
  })
})

test('[MAN-10] input that does not fit is refused as on the client’s port, and stores nothing', async () => {
  await using at = await setUp()
  const { app, ana } = at
  const room = await at.room()
  const socket = await ana.socket()
  const path = `/rooms/${room.id}`
  const refused: [string, string, unknown, string][] = [
    ['POST', `${path}/messages`, { text: '' }, 'invalid_input'],
    ['POST', `${path}/messages`, { text: 'x', system: true }, 'invalid_input'],
    ['POST', `${path}/messages`, '{"text":"a\\u0000"}', 'invalid_json'],
    ['POST', `${path}/messages`, '[]', 'invalid_json'],
    ['POST', `${path}/messages`, `{"text":"${'x'.repeat(1024 * 1024)}"}`, 'too_large'],
    ['PATCH', path, { seq: 5 }, 'invalid_input'],
    ['PUT', `${path}/members/${ana.id}`, { role: 'god' }, 'invalid_input'],
    ['POST', '/users', { id: 'a b', name: 'A' }, 'invalid_input'],
    ['POST', '/users', { id: 'a', name: 'a\u202e' }, 'invalid_input'],
    ['GET', '/users?limit=201', undefined, 'invalid_input'],
    ['DELETE', `/users/${ana.id}?messages=maybe`, undefined, 'invalid_input'],
    ['POST', '/tokens', { user: ana.id, seconds: 10 ** 9 }, 'invalid_input'],
    ['POST', path, {}, 'method_not_allowed'],
    ['GET', '/nowhere', undefined, 'not_found'],
  ]
  for (const [method, address, body, code] of refused) {
    const answer = await app.call(method, address, body)
    expect([address, answer.body.code]).toEqual([address, code])
  }
  await app.send(room.id, 'fine')
  expect(texts(await socket.hears(room.id, 1))).toEqual(['fine'])
})
