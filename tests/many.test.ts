import { expect, test } from 'bun:test'
import type { Message, MyRoom, User } from '../protocol/entities.ts'
import { logOf } from '../protocol/ids.ts'
import { parlance } from './support/parlance.ts'

const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id).sort()
const query = (all: readonly string[]) => all.map((id) => `id=${encodeURIComponent(id)}`).join('&')

async function setUp() {
  const server = await parlance()
  const [ana, ben, eve] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Eve'),
  ]
  await eve.ask('GET', '/me')
  const room = await ana.room('group', ben)
  return { server, ana, ben, eve, room, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
}

test('[USR-2] of many users those are shown who are in a room with me, and myself; nobody else, in no other words', async () => {
  await using at = await setUp()
  const { ana, ben, eve } = at
  const asked = query([ana.id, ben.id, eve.id, 'nobody-at-all', ben.id])
  const seen = async (who = ana): Promise<User[]> => (await who.ask('GET', `/users?${asked}`)).users
  expect(ids(await seen())).toEqual(ids([ana, ben]))
  expect(ids(await seen(eve))).toEqual([eve.id])
  expect((await seen()).find(({ id }) => id === ben.id)).toEqual(await ben.ask('GET', '/me'))
  const open = await eve.room('public', ana)
  expect(ids(await seen())).toEqual(ids([ana, ben, eve]))
  await ana.ask('DELETE', `/rooms/${open.id}/members/me`)
  expect(ids(await seen())).toEqual(ids([ana, ben]))
  const socket = await ana.socket()
  expect((await socket.command('users.list', { id: [ben.id] })).users).toHaveLength(1)
  const many = query(Array.from({ length: 101 }, (_, n) => `u${n}`))
  for (const bad of ['/users', `/users?${many}`, '/users?id='])
    expect((await ana.call('GET', bad)).body.code).toBe('invalid_input')
})

test('[USR-2] it is the same for users who are in many rooms', async () => {
  await using at = await setUp()
  const { ana, ben, eve } = at
  // More than those up to which a user's own rooms are looked at.
  for (let n = 0; n < 40; n++) for (const busy of [ben, eve]) await busy.room('public')
  const seen = async (who: typeof ana): Promise<User[]> =>
    (await who.ask('GET', `/users?${query([ana.id, ben.id, eve.id])}`)).users
  expect(ids(await seen(ana))).toEqual(ids([ana, ben]))
  expect(ids(await seen(ben))).toEqual(ids([ana, ben]))
  expect(ids(await seen(eve))).toEqual([eve.id])
  const shared = await eve.room('public', ben)
  expect(ids(await seen(eve))).toEqual(ids([ben, eve]))
  await ben.ask('DELETE', `/rooms/${shared.id}/members/me`)
  expect(ids(await seen(eve))).toEqual([eve.id])
})

test('[ROO-13] of many rooms those are told, as in my list, that I am in', async () => {
  await using at = await setUp()
  const { ana, ben, eve, room } = at
  const theirs = await eve.room('public')
  await ana.send(room.id, 'one')
  const asked = `/rooms?${query([theirs.id, room.id, 'room_00000000000000000000000000'])}`
  const { rooms }: { rooms: MyRoom[] } = await ben.ask('GET', asked)
  expect(rooms).toEqual((await ben.ask('GET', '/rooms')).rooms)
  expect(rooms).toMatchObject([{ id: room.id, unread: 1, lastMessage: { text: 'one' } }])
  expect((await ben.call('GET', `${asked}&type=public`)).body.code).toBe('invalid_input')
  expect((await ben.call('GET', '/rooms?id=nonsense')).body.code).toBe('invalid_input')
})

test('[UNR-4] what counts as unread is listed, oldest first, in pages: just as many as are counted', async () => {
  await using at = await setUp()
  const { ana, ben, room } = at
  const path = `/rooms/${room.id}`
  const first = await ana.send(room.id, 'read')
  await ben.ask('PUT', `${path}/read`, { seq: first.seq })
  for (const text of ['a', 'b', 'gone', 'c']) await ana.send(room.id, text)
  await ana.send(room.id, 'not so loud', { silent: true })
  await ana.send(room.id, 'below', { thread: first.id })
  await ana.send(room.id, 'below, and here', { thread: first.id, inRoom: true })
  await ben.send(room.id, 'mine')
  const gone = (await ben.history(room.id)).find(({ text }) => text === 'gone')
  await ana.ask('DELETE', `${path}/messages/${gone?.id}`)

  const page = async (asked = ''): Promise<Message[]> =>
    (await ben.ask('GET', `${path}/unread${asked}`)).messages
  const texts = (messages: Message[]) => messages.map(({ text }) => text)
  expect(texts(await page())).toEqual(['a', 'b', 'c', 'below, and here'])
  const [mine] = (await ben.ask('GET', `/rooms?id=${room.id}`)).rooms
  expect(mine.unread).toBe(4)
  const two = await page('?limit=2')
  expect(texts(await page(`?limit=2&after=${two[1]?.seq}`))).toEqual(['c', 'below, and here'])
  await ben.ask('PUT', `${path}/unread`, { seq: first.seq })
  expect(texts(await page())).toEqual(['read', 'a', 'b', 'c', 'below, and here'])
})

test('[UNR-5] everything is read in all rooms in one go: each hears it, and where nothing was unread nobody does', async () => {
  await using at = await setUp()
  const { ana, ben, room } = at
  const [quiet, marked] = [await ana.room('group', ben), await ana.room('group', ben)]
  await ana.send(room.id, 'unread')
  const { seq } = await ana.send(marked.id, 'read')
  await ben.ask('PUT', `/rooms/${marked.id}/read`, { seq })
  await ben.ask('PUT', `/rooms/${marked.id}/unread`, { seq })
  const socket = await ana.socket()
  const own = await ben.socket()
  expect(await ben.ask('PUT', '/read')).toEqual({ rooms: 2 })
  expect(await ben.ask('PUT', '/read')).toEqual({ rooms: 0 })
  for (const { unread, unreadFrom } of (await ben.ask('GET', '/rooms')).rooms)
    expect([unread, unreadFrom]).toEqual([0, undefined])
  await own.hears(logOf(ben.id as never), 1)
  for (const { id } of [room, quiet, marked]) await ana.send(id, 'the end')
  await socket.hears(room.id, 2)
  await socket.hears(marked.id, 2)
  expect((await socket.hears(quiet.id, 1)).map(({ type }) => type)).toEqual(['message.created'])
  expect(await socket.hears(room.id, 2)).toMatchObject([{ type: 'receipt.read' }, {}])
})
