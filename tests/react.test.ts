import { expect, test } from 'bun:test'
import { type Chat, createChat, type RoomId, roomId } from '../sdk/typescript/src/index.ts'
import { openMessages } from '../sdk/typescript/src/react/messages.ts'
import { openPresence } from '../sdk/typescript/src/react/presence.ts'
import { openRooms } from '../sdk/typescript/src/react/rooms.ts'
import { openTyping } from '../sdk/typescript/src/react/typing.ts'
import { socket } from '../sdk/typescript/src/socket.ts'
import type { Transport } from '../sdk/typescript/src/transport.ts'
import type { Client } from './support/client.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

// What the hooks show, without React: tests/examples.test.ts has them in a browser.

test('[RCT-1] what is shown of a room is what a fresh look at it shows, whatever happened meanwhile', async () => {
  await using cast = await twoInARoom()
  const { ana, ben, room, chat } = cast
  const first = await ben.send(room, 'first')
  const reply = await ben.send(room, 'a reply', { replyTo: first.id })
  const store = watched(openMessages(chat, room))
  // Nothing waits for the page: what happens now falls before, into and behind its reading.
  const one = `/rooms/${room}/messages/${first.id}`
  await ben.ask('PATCH', one, { text: 'first, edited', data: { a: 1 } })
  await ana.ask('PUT', `${one}/reactions/👍`)
  await ben.send(room, 'below', { thread: first.id })
  await ben.send(room, 'below and in the room', { thread: first.id, inRoom: true })
  await ana.ask('PUT', `/rooms/${room}/pins/${reply.id}`)
  await ben.ask('PATCH', '/me', { name: 'Benjamin' })
  const doomed = await ben.send(room, 'doomed', { data: { b: 2 } })
  await ben.ask('DELETE', `/rooms/${room}/messages/${doomed.id}`)
  await ana.ask('DELETE', `${one}/reactions/👍`)
  await ben.ask('DELETE', one)
  await ana.ask('DELETE', `/rooms/${room}/pins/${reply.id}`)
  await ben.send(room, 'the end')
  await waitFor(() => store.read().all.at(-1)?.text === 'the end')
  const fresh = watched(openMessages(chat, room))
  await waitFor(() => fresh.read().progress.state === 'ready')
  expect(shown(store)).toEqual(shown(fresh))
  expect(shown(store).map(({ text }) => text)).toEqual([
    '',
    'a reply',
    'below and in the room',
    '',
    'the end',
  ])
  expect(new Set(store.read().all.map(({ sender }) => sender?.name))).toEqual(new Set(['Benjamin']))
})

test('[RCT-2] what I send is shown at once and said once, though the connection drops', async () => {
  await using cast = await twoInARoom()
  const { ben, room, chat } = cast
  const store = watched(openMessages(chat, room))
  await waitFor(() => store.read().progress.state === 'ready')
  const texts = Array.from({ length: 20 }, (_, n) => `${n}`)
  for (const text of texts) {
    store.actions.send(text)
    expect(store.read().all.at(-1)).toMatchObject({ text, local: { status: 'pending' } })
    if (text === '5' || text === '12') chat.drop()
  }
  const keys = store.read().all.map(({ key }) => key)
  await waitFor(() => store.read().all.every(({ local }) => local.status === 'sent'))
  expect(store.read().all.map(({ text }) => text)).toEqual(texts)
  expect(store.read().all.map(({ key }) => key)).toEqual(keys)
  expect((await ben.history(room)).map(({ text }) => text)).toEqual(texts)
})

test('[RCT-3] what was refused stays, with the reason, until it is tried again or taken back', async () => {
  await using cast = await twoInARoom()
  const { ana, room, chat } = cast
  const store = watched(openMessages(chat, room))
  await waitFor(() => store.read().progress.state === 'ready')
  await ana.ask('PATCH', `/rooms/${room}`, { archived: true })
  store.actions.send('too late')
  const failed = await waitFor(() => store.read().all.find((one) => one.local.status === 'failed'))
  if (failed.id !== undefined) throw new Error('it was sent')
  expect(failed.local).toMatchObject({ error: { code: 'archived' } })
  await ana.ask('PATCH', `/rooms/${room}`, { archived: false })
  store.actions.retry(failed)
  await waitFor(() => store.read().all.every(({ local }) => local.status === 'sent'))
  expect(store.read().all.map(({ key }) => key)).toEqual([failed.key])
  store.actions.discard(failed)
  expect(store.read().all).toHaveLength(1)

  store.actions.send('x'.repeat(20_000))
  const large = await waitFor(() => store.read().all.find((one) => one.local.status === 'failed'))
  if (large.id === undefined) store.actions.discard(large)
  expect(store.read().all).toHaveLength(1)
})

test('[RCT-4] older pages come when they are asked for, and lose nothing of what changes meanwhile', async () => {
  await using cast = await twoInARoom()
  const { ben, room, chat } = cast
  for (let n = 0; n < 120; n++) await ben.send(room, `${n}`)
  const store = watched(openMessages(chat, room))
  await waitFor(() => store.read().progress.state === 'ready')
  expect(store.read().all).toHaveLength(50)
  const [first] = await ben.history(room, '?limit=1&after=0')
  while (store.hasOlder()) {
    const page = store.actions.loadOlder()
    await ben.ask('PATCH', `/rooms/${room}/messages/${first?.id}`, { text: crypto.randomUUID() })
    await page
  }
  await ben.send(room, '120')
  await waitFor(() => store.read().all.at(-1)?.text === '120')
  expect(store.read().all).toHaveLength(121)
  expect(store.read().all[0]?.text).toBe(
    (await ben.history(room, '?limit=1&after=0'))[0]?.text as string,
  )
})

test('[RCT-5] after a reset, and after coming back into a room, it is read anew', async () => {
  const wire = resettable()
  await using cast = await twoInARoom(wire.transport)
  const { ana, ben, room, chat } = cast
  const store = watched(openMessages(chat, room))
  await waitFor(() => store.read().progress.state === 'ready')
  wire.isLost = true
  chat.drop()
  await ben.send(room, 'never replayed')
  await waitFor(() => wire.resets === 1 && store.read().progress.state === 'ready')
  await waitFor(
    () =>
      shown(store)
        .map(({ text }) => text)
        .join() === 'never replayed',
  )

  await ben.ask('DELETE', `/rooms/${room}/members/${ana.id}`)
  await waitFor(() => store.read().progress.state === 'error')
  expect(store.read().all).toEqual([])
  await ben.send(room, 'while away')
  await ben.ask('PUT', `/rooms/${room}/members/${ana.id}`)
  await waitFor(
    () =>
      shown(store)
        .map(({ text }) => text)
        .join() === 'never replayed,while away',
  )
})

test('[RCT-6] rooms, and what is unread in them, are what the server counts', async () => {
  await using cast = await twoInARoom()
  const { ana, ben, room, chat } = cast
  const store = watched(openRooms(chat))
  const counted = async () => (await ana.ask('GET', '/rooms')).rooms
  const same = () =>
    waitFor(async () => Bun.deepEquals(plain(store.read().all), plain(await counted())))
  await same()
  await ben.send(room, 'one')
  await ben.send(room, 'silent', { silent: true })
  const { seq } = await ben.send(room, 'two', { mentions: { users: [ana.id] } })
  await same()
  expect(store.read().all).toMatchObject([{ unread: 2, mentions: 1 }])
  await ana.ask('PUT', `/rooms/${room}/read`, { seq: seq - 1 })
  await same()
  await ana.ask('PUT', `/rooms/${room}/read`, { seq })
  await same()
  expect(store.read().all).toMatchObject([{ unread: 0, mentions: 0 }])
  await ben.ask('PATCH', `/rooms/${room}`, { topic: 'a topic' })
  const other = await ben.room('group', ana)
  await waitFor(() => store.read().all.length === 2)
  await same()
  await ben.ask('DELETE', `/rooms/${other.id}`)
  await waitFor(() => store.read().all.length === 1)
  await same()
})

test('[RCT-6] what a blocked user sends is not unread, from the block on and at once', async () => {
  await using cast = await twoInARoom()
  const { ana, ben, room, chat } = cast
  const store = watched(openRooms(chat))
  await waitFor(() => store.read().all.length === 1)
  const counts: (number | undefined)[] = []
  store.subscribe(() => counts.push(store.read().all[0]?.unread))
  const seen = (seq: number) => waitFor(() => store.read().all[0]?.seq === seq)
  await seen((await ben.send(room, 'before')).seq)
  expect(counts).toContain(1)
  await ana.ask('PUT', `/me/blocks/${ben.id}`)
  await waitFor(() => store.read().all[0]?.unread === 0)
  counts.length = 0
  await seen((await ben.send(room, 'blocked')).seq)
  expect(counts.length).toBeGreaterThan(0)
  expect(counts.every((count) => count === 0)).toBe(true)
  await ana.ask('DELETE', `/me/blocks/${ben.id}`)
  await waitFor(() => store.read().all[0]?.unread === 2)
})

test('[RCT-7] who types is shown while they do, and who is there while they are', async () => {
  await using cast = await twoInARoom()
  const { ben, room, chat } = cast
  const typing = watched(openTyping(chat, room))
  const presence = watched(openPresence(chat, room))
  const isThere = (state: string) =>
    waitFor(() => presence.read().all.some((one) => one.user.id === ben.id && one.state === state))
  await isThere('offline')
  const beside = await ben.socket()
  await isThere('online')
  const typists = () => typing.read().all.map(({ name }) => name)
  await ben.ask('PUT', `/rooms/${room}/typing`)
  await waitFor(() => typists().join() === 'Ben')
  await ben.send(room, 'said')
  await waitFor(() => typists().length === 0)
  await ben.ask('PUT', `/rooms/${room}/typing`)
  await waitFor(() => typists().join() === 'Ben')
  // The end is told to nobody who is away; it comes by itself.
  chat.drop()
  await waitFor(() => typists().length === 0)
  beside.close()
  await isThere('offline')
})

test('[RCT-8] who does not look any more is told nothing, and listens to nothing', async () => {
  await using cast = await twoInARoom()
  const { ben, room, chat } = cast
  const store = openMessages(chat, room)
  let told = 0
  const off = store.subscribe(() => told++)
  await waitFor(() => store.read().progress.state === 'ready')
  await ben.send(room, 'received')
  await waitFor(() => store.read().all.length === 1)
  off()
  await waitFor(() => store.read().progress.state === 'loading')
  expect(store.read().all).toEqual([])
  const before = told
  const received = new Promise((resolve) => chat.on('message.created', resolve))
  await ben.send(room, 'unheard')
  await received
  expect(told).toBe(before)
})

/** Ana looks, Ben does. */
async function twoInARoom(transport?: Transport) {
  const server = await parlance()
  const ana = await server.user('Ana')
  const ben = await server.guest('Ben')
  const { id: room } = await ben.room('group', ana)
  await ben.ask('PATCH', `/rooms/${room}/members/${ana.id}`, { role: 'admin' })
  const chat = createChat({
    url: server.url,
    token: () => ana.token,
    ...(transport && { transport }),
  })
  return {
    ana,
    ben,
    room: roomId(room),
    chat,
    [Symbol.asyncDispose]: async () => {
      chat.close()
      await server[Symbol.asyncDispose]()
    },
  } satisfies { ana: Client; ben: Client; room: RoomId; chat: Chat } & AsyncDisposable
}

function watched<Store extends { subscribe(onChange: () => void): () => void }>(
  store: Store,
): Store {
  store.subscribe(() => undefined)
  return store
}

/** Without what is of this device alone; no reactions are as none. */
const shown = (store: ReturnType<typeof openMessages>) =>
  store
    .read()
    .all.map(({ key: _, ...one }) => plain({ ...one, local: undefined }) as { text: string })

const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify({ value }, (_, v) => (Array.isArray(v) && v.length === 0 ? undefined : v)),
  ).value

/** A network on which the server could not replay what was missed. */
function resettable() {
  const wire = {
    isLost: false,
    resets: 0,
    transport: ((opening) => {
      if (!wire.isLost) return socket(opening)
      wire.isLost = false
      wire.resets++
      queueMicrotask(() => opening.receive(() => ({ type: 'reset', reason: 'too long ago' })))
      return socket({ ...opening, since: { cursor: undefined, received: new Map() } })
    }) satisfies Transport as Transport,
  }
  return wire
}
