import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createChat, type MyRoom, type RoomId, roomId } from '../sdk/typescript/src/index.ts'
import { openReading, type ReaderFacts, unreadFrom } from '../sdk/typescript/src/window.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

// When a room is marked as read, by what a page knows of its reader.

let server: Awaited<ReturnType<typeof parlance>>
beforeAll(async () => {
  server = await parlance()
})
afterAll(() => server[Symbol.asyncDispose]())

const READING = { isVisible: true, isFocused: true, isAtEnd: true } as const

test('[RDG-1] a room is read when the page is visible and focused and the reader is at the end, for a second', async () => {
  const rooms = ['isVisible', 'isFocused', 'isAtEnd'] as const
  await using cast = await inRooms(5)
  const [read, left, ...others] = cast.rooms
  for (const [n, room] of others.entries())
    cast.update(room, { ...READING, [rooms[n] ?? 'isVisible']: false })
  cast.update(read, READING)
  // The reader leaves within the second, and comes back at the end.
  cast.update(left, READING)
  cast.update(left, { ...READING, isFocused: false })
  const from = performance.now()
  await waitFor(async () => (await cast.unread(read)) === 0)
  expect(performance.now() - from).toBeGreaterThan(900)
  for (const room of [left, ...others]) expect(await cast.unread(room)).toBe(1)
  cast.update(left, READING)
  await waitFor(async () => (await cast.unread(left)) === 0)

  // While the reader stays, each message is read when it is shown.
  const { seq } = await cast.ben.send(read, 'two')
  cast.update(read, READING, seq)
  // To leave ends only a second that is not over.
  cast.update(read, { ...READING, isFocused: false }, seq)
  await waitFor(async () => (await cast.unread(read)) === 0)
})

test('[RDG-2] "unread from here" is not undone by focus, but by the reader who returns to the end', async () => {
  await using cast = await inRooms(2)
  const [room, other] = cast.rooms
  cast.update(room, READING)
  cast.update(other, READING)
  await waitFor(async () => (await cast.unread(room)) + (await cast.unread(other)) === 0)
  await cast.reading(room).markUnread(cast.seqOf(room))
  expect(await cast.unread(room)).toBe(1)
  for (const isFocused of [false, true]) cast.update(room, { ...READING, isFocused })
  // As long as another room needs to be read.
  const { seq } = await cast.ben.send(other, 'two')
  for (const isFocused of [false, true]) cast.update(other, { ...READING, isFocused }, seq)
  await waitFor(async () => (await cast.unread(other)) === 0)
  expect(await cast.unread(room)).toBe(1)
  const mine = await cast.mine(room)
  expect(unreadFrom(mine)).toBe(cast.seqOf(room))

  cast.update(room, { ...READING, isAtEnd: false })
  cast.update(room, READING)
  await waitFor(async () => (await cast.unread(room)) === 0)
  await cast.reading(room).markUnread(cast.seqOf(room))
  await cast.reading(room).markRead()
  expect(await cast.unread(room)).toBe(0)
})

/** Ana reads rooms in which Ben has sent one message. */
async function inRooms(count: 2 | 5) {
  const ana = await server.user('Ana')
  const ben = await server.guest('Ben')
  const chat = createChat({ url: server.url, token: () => ana.token })
  const opened = new Map<RoomId, { seq: number; reading: ReturnType<typeof openReading> }>()
  for (let n = 0; n < count; n++) {
    const room = roomId((await ben.room('group', ana)).id)
    const { seq } = await ben.send(room, 'one')
    opened.set(room, { seq, reading: openReading(chat, room) })
  }
  const rooms = [...opened.keys()] as [RoomId, RoomId, ...RoomId[]]
  const of = (room: RoomId) => {
    const found = opened.get(room)
    if (!found) throw new Error('no such room')
    return found
  }
  const mine = async (room: RoomId): Promise<MyRoom> =>
    (await ana.ask('GET', '/rooms')).rooms.find(({ id }: MyRoom) => id === room)
  return {
    ben,
    rooms,
    seqOf: (room: RoomId) => of(room).seq,
    reading: (room: RoomId) => of(room).reading,
    update: (room: RoomId, facts: Omit<ReaderFacts, 'lastSeq'>, lastSeq = of(room).seq) =>
      of(room).reading.update({ ...facts, lastSeq }),
    mine,
    unread: async (room: RoomId): Promise<number> => (await mine(room)).unread,
    [Symbol.asyncDispose]: async () => {
      for (const { reading } of opened.values()) reading.close()
      chat.close()
    },
  }
}
