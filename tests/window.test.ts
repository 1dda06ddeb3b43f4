import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createChat, messageId, type RoomId, roomId } from '../sdk/typescript/src/index.ts'
import { openOutbox } from '../sdk/typescript/src/outbox.ts'
import { socket } from '../sdk/typescript/src/socket.ts'
import type { Transport } from '../sdk/typescript/src/transport.ts'
import { type RoomWindow, roomWindow } from '../sdk/typescript/src/window.ts'
import type { Client } from './support/client.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

// The window of a room, as an app of any framework shows it, on a real server and without a browser.

let server: Awaited<ReturnType<typeof parlance>>
beforeAll(async () => {
  server = await parlance()
})
afterAll(() => server[Symbol.asyncDispose]())

test('[WIN-1] a window shows the messages as a fresh read does, whatever happened during its reads', async () => {
  await using cast = await twoInARoom()
  const { ana, ben, room, window } = cast
  const first = await ben.send(room, 'first')
  const reply = await ben.send(room, 'a reply', { replyTo: first.id })
  const one = `/rooms/${room}/messages/${first.id}`
  watch(window)
  await ben.ask('PATCH', one, { text: 'first, edited' })
  await ana.ask('PUT', `${one}/reactions/👍`)
  await ben.send(room, 'in a thread', { thread: first.id })
  await ben.send(room, 'in a thread and the room', { thread: first.id, inRoom: true })
  await ana.ask('PUT', `/rooms/${room}/pins/${reply.id}`)
  const doomed = await ben.send(room, 'doomed')
  await ben.ask('DELETE', `/rooms/${room}/messages/${doomed.id}`)
  await ben.ask('PATCH', '/me', { name: 'Benjamin' })
  await ben.send(room, 'the end')
  await waitFor(() => texts(window).at(-1) === 'the end')
  const fresh = (await ana.ask('GET', `/rooms/${room}/messages`)).messages
  expect(plain(messages(window))).toEqual(plain(fresh))
  const named = messages(window).flatMap(({ sender, quote }) => [
    sender,
    ...(quote ? [quote.sender] : []),
  ])
  expect(new Set(named.map(({ name }) => name))).toEqual(new Set(['Benjamin']))
})

test('[WIN-1] the window of a thread shows its root and its replies, and no other message', async () => {
  await using cast = await twoInARoom()
  const { ana, ben, room, chat, outbox } = cast
  const root = await ben.send(room, 'root')
  await ben.send(room, 'one', { thread: root.id })
  const thread = roomWindow(chat, { room, thread: messageId(root.id), outbox })
  watch(thread)
  await ready(thread)
  thread.send('two')
  await ben.send(room, 'not in the thread')
  await ben.send(room, 'three', { thread: root.id, inRoom: true })
  await ben.ask('PATCH', `/rooms/${room}/messages/${root.id}`, { text: 'root, edited' })
  await waitFor(
    () => thread.read().root?.message.text === 'root, edited' && texts(thread).length === 3,
  )
  expect(texts(thread).toSorted()).toEqual(['one', 'three', 'two'])
  const fresh = await ana.ask('GET', `/rooms/${room}/threads/${root.id}`)
  expect(plain(thread.read().root?.message)).toEqual(plain(fresh.root))
})

test('[WIN-2] every way through a room shows each message once, in order, in at most 300 rows', async () => {
  await using cast = await twoInARoom()
  const { ben, room, window } = cast
  const sent = await many(ben, room, 420)
  watch(window)
  await ready(window)
  expect(texts(window)).toEqual(names(370, 420))
  expect(window.read()).toMatchObject({ hasOlder: true, hasNewer: false })
  while (window.read().hasOlder) {
    await window.loadOlder()
    isWithoutGap(window)
  }
  expect(texts(window)).toEqual(names(0, 300))
  expect(window.read().hasNewer).toBe(true)
  while (window.read().hasNewer) {
    await window.loadNewer()
    isWithoutGap(window)
  }
  expect(texts(window)).toEqual(names(120, 420))

  await window.showAround(sent[50]?.seq ?? 0)
  expect(texts(window)).toEqual(names(25, 75))
  expect(window.read()).toMatchObject({ hasOlder: true, hasNewer: true, position: 'away' })
  await window.loadOlder()
  await window.loadNewer()
  expect(texts(window)).toEqual(names(0, 125))
  await window.showAround(sent[415]?.seq ?? 0)
  expect(window.read()).toMatchObject({ hasOlder: true, hasNewer: false })
  await window.showAround(sent[3]?.seq ?? 0)
  expect(window.read()).toMatchObject({ hasOlder: false, hasNewer: true })
  await window.showLatest()
  expect(texts(window)).toEqual(names(370, 420))
})

test('[WIN-3] while the reader is farther up, new messages are counted and held back until they are asked for', async () => {
  await using cast = await twoInARoom()
  const { ana, ben, room, chat, window } = cast
  await many(ben, room, 60)
  watch(window)
  await ready(window)
  window.setPosition('away')
  const before = window.read().rows
  const doomed = await ben.send(room, 'doomed')
  for (const text of ['a', 'b', 'c']) await ben.send(room, text)
  await ana.send(room, 'mine')
  await waitFor(() => window.read().held === 4)
  await ben.ask('DELETE', `/rooms/${room}/messages/${doomed.id}`)
  await waitFor(() => window.read().held === 3)
  expect(window.read().rows.map(({ key }) => key)).toEqual(before.map(({ key }) => key))
  expect(window.read().hasNewer).toBe(true)
  // The rows that did not change are the same objects, so that a view does not render them again.
  expect(window.read().rows.every((row, n) => row === before[n])).toBe(true)
  window.setPosition('near')
  await window.loadNewer()
  expect(texts(window).slice(-5)).toEqual(['', 'a', 'b', 'c', 'mine'])
  expect(window.read().held).toBe(3)
  window.setPosition('end')
  expect(window.read()).toMatchObject({ held: 0, hasNewer: false })
  window.setPosition('away')
  await ben.send(room, 'd')
  await waitFor(() => window.read().held === 1)
  window.send('mine, too')
  await waitFor(() => texts(window).at(-2) === 'd' && window.read().held === 0)
  chat.drop()
  await ben.send(room, 'while away')
  await waitFor(() => texts(window).at(-1) === 'while away')
  const fresh = await ben.history(room, '?limit=30')
  expect(texts(window).slice(-30)).toEqual(fresh.map(({ text }) => text))
})

test('[WIN-3] a message that arrives during a read of newer messages is shown once', async () => {
  await using cast = await twoInARoom()
  const { ben, room, window } = cast
  const sent = await many(ben, room, 120)
  watch(window)
  await window.showAround(sent[20]?.seq ?? 0)
  await waitFor(() => window.read().rows.length > 0)
  window.setPosition('end')
  for (let n = 120; window.read().hasNewer; n++) {
    const page = window.loadNewer()
    await ben.send(room, `${n}`)
    await page
    isWithoutGap(window)
  }
  const last = await ben.send(room, 'last')
  await waitFor(() => texts(window).at(-1) === 'last')
  const fresh = (await ben.ask('GET', `/rooms/${room}/messages?before=${last.seq + 1}&limit=100`))
    .messages
  expect(
    messages(window)
      .slice(-100)
      .map(({ id }) => id as string),
  ).toEqual(fresh.map(({ id }: { id: string }) => id))
})

test('[WIN-4] after a reset the window is read again where the reader is', async () => {
  const wire = resettable()
  await using cast = await twoInARoom(wire.transport)
  const { ana, ben, room, chat, window } = cast
  const sent = await many(ben, room, 120)
  watch(window)
  await ready(window)
  await window.showAround(sent[30]?.seq ?? 0)
  const loads: string[] = []
  window.subscribe(() => loads.push(`${window.read().rows.length}`))
  wire.isLost = true
  chat.drop()
  await ben.ask('PATCH', `/rooms/${room}/messages/${sent[30]?.id}`, { text: 'edited meanwhile' })
  await waitFor(() => texts(window).includes('edited meanwhile'))
  expect(texts(window)).toEqual([...names(5, 30), 'edited meanwhile', ...names(31, 55)])
  // The rows were replaced, and never gone.
  expect(loads).not.toContain('0')

  await ben.ask('DELETE', `/rooms/${room}/members/${ana.id}`)
  await waitFor(() => window.read().load.state === 'error')
  expect(window.read().rows.length).toBeGreaterThan(0)
  await window.showLatest()
  await ben.ask('PUT', `/rooms/${room}/members/${ana.id}`)
  await ben.send(room, 'again')
  await waitFor(() => texts(window).at(-1) === 'again')
})

test('[WIN-5] everybody who opens a room shares its window, and without a subscriber it receives nothing', async () => {
  await using cast = await twoInARoom()
  const { ben, room, chat, outbox, window } = cast
  expect(roomWindow(chat, { room, outbox })).toBe(window)
  expect(roomWindow(chat, { room: roomId((await ben.room('group')).id), outbox })).not.toBe(window)
  const [first, second] = [watch(window), watch(window)]
  await ben.send(room, 'one')
  await waitFor(() => texts(window).at(-1) === 'one')
  first()
  await ben.send(room, 'two')
  await waitFor(() => texts(window).at(-1) === 'two')
  second()
  await waitFor(() => window.read().load.state === 'loading')
  const received = new Promise((resolve) => chat.on('message.created', resolve))
  await ben.send(room, 'three')
  await received
  expect(texts(window).at(-1)).toBe('two')
  watch(window)
  await waitFor(() => texts(window).at(-1) === 'three')
})

test('[WIN-6] a change is shown at once, and a refused one is taken back alone, with its reason', async () => {
  await using cast = await twoInARoom()
  const { ana, ben, room, window } = cast
  const mine = await ana.send(room, 'mine')
  const id = messageId(mine.id)
  watch(window)
  await waitFor(() => texts(window).length === 1)
  const shown = () => messages(window)[0]
  const row = () => {
    const [first] = window.read().rows
    if (first?.kind !== 'message') throw new Error('no message')
    return first
  }
  window.change({ kind: 'text', message: id, text: 'mine, edited' })
  window.change({ kind: 'reaction', message: id, emoji: '👍', isOn: true })
  window.change({ kind: 'pin', message: id, isOn: true })
  expect(shown()).toMatchObject({ text: 'mine, edited', reactions: [{ emoji: '👍', count: 1 }] })
  expect(shown()?.pinnedAt).toBeDefined()
  expect(row().changes.map(({ state }) => state)).toEqual(['sending', 'sending', 'sending'])
  await waitFor(() => row().changes.length === 0)
  await isFresh()

  // An emoji that the server refuses, beside one that it takes.
  window.change({ kind: 'reaction', message: id, emoji: 'no emoji', isOn: true })
  window.change({ kind: 'reaction', message: id, emoji: '🎉', isOn: true })
  const failed = await waitFor(() => row().changes.find(({ state }) => state === 'failed'))
  expect(failed).toMatchObject({ error: { code: 'invalid_input' } })
  await waitFor(() => row().changes.length === 1)
  await isFresh()
  window.discardChange(failed.key)
  expect(row().changes).toEqual([])

  await ben.ask('PATCH', `/rooms/${room}`, { archived: true })
  window.change({ kind: 'reaction', message: id, emoji: '🚀', isOn: true })
  const refused = await waitFor(() => row().changes.find(({ state }) => state === 'failed'))
  expect(shown()?.reactions?.some(({ emoji }) => emoji === '🚀')).toBe(false)
  await ben.ask('PATCH', `/rooms/${room}`, { archived: false })
  window.retryChange(refused.key)
  await waitFor(() => row().changes.length === 0)
  await isFresh()

  window.change({ kind: 'deletion', message: id, isOn: true })
  expect(shown()).toMatchObject({ text: '' })
  await waitFor(() => row().changes.length === 0)
  window.change({ kind: 'deletion', message: id, isOn: false })
  await waitFor(() => shown()?.text === 'mine, edited')
  await waitFor(() => row().changes.length === 0)
  await isFresh()

  async function isFresh() {
    await waitFor(async () => {
      const fresh = (await ana.ask('GET', `/rooms/${room}/messages`)).messages
      return Bun.deepEquals(plain(messages(window)), plain(fresh))
    })
  }
})

test('[WIN-6] a reaction that is pressed many times ends as the last press says, and is never counted twice', async () => {
  await using cast = await twoInARoom()
  const { ana, ben, room, chat, window } = cast
  const { id } = await ben.send(room, 'text')
  await ben.ask('PUT', `/rooms/${room}/messages/${id}/reactions/👍`)
  watch(window)
  await waitFor(() => count() === 1)
  const seen = new Set<number>()
  window.subscribe(() => seen.add(count()))
  for (let n = 0; n < 7; n++) {
    await window.toggleReaction(messageId(id), '👍')
    expect(count()).toBe(n % 2 === 0 ? 2 : 1)
    expect(window.hasReacted(messageId(id), '👍')).toBe(n % 2 === 0)
    if (n === 3) chat.drop()
  }
  await waitFor(() =>
    window.read().rows.every((row) => row.kind === 'message' && !row.changes.length),
  )
  await ben.send(room, 'end')
  await waitFor(() => texts(window).at(-1) === 'end')
  expect(count()).toBe(2)
  expect([...seen].every((one) => one === 1 || one === 2)).toBe(true)
  // Another client does not know of the reaction, and reads it.
  using other = createChat({ url: server.url, token: () => ana.token })
  using otherBox = disposable(openOutbox(other, { name: ana.id, storage: memory() }))
  const second = roomWindow(other, { room, outbox: otherBox.value })
  watch(second)
  await waitFor(() => texts(second).at(-1) === 'end')
  await second.toggleReaction(messageId(id), '👍')
  await waitFor(() => count() === 1 && window.hasReacted(messageId(id), '👍') === false)

  function count() {
    return messages(window)[0]?.reactions?.find(({ emoji }) => emoji === '👍')?.count ?? 0
  }
})

/** Ana looks, Ben does. */
async function twoInARoom(transport?: Transport) {
  const ana = await server.user('Ana')
  const ben = await server.guest('Ben')
  const { id } = await ben.room('group', ana)
  const room = roomId(id)
  await ben.ask('PATCH', `/rooms/${room}/members/${ana.id}`, { role: 'admin' })
  const chat = createChat({
    url: server.url,
    token: () => ana.token,
    ...(transport && { transport }),
  })
  const outbox = openOutbox(chat, { name: ana.id, storage: memory() })
  const window = roomWindow(chat, { room, outbox })
  return {
    ana,
    ben,
    room,
    chat,
    outbox,
    window,
    [Symbol.asyncDispose]: async () => {
      outbox.close()
      chat.close()
    },
  }
}

function memory() {
  const values = new Map<string, unknown>()
  return {
    all: async () => [...values.values()],
    set: async (key: string, value: unknown) => void values.set(key, value),
    remove: async (key: string) => void values.delete(key),
  }
}
const disposable = <T extends { close: () => void }>(value: T) => ({
  value,
  [Symbol.dispose]: () => value.close(),
})

async function many(who: Client, room: RoomId, count: number) {
  const sent: Awaited<ReturnType<Client['send']>>[] = []
  for (let n = 0; n < count; n++) sent.push(await who.send(room, `${n}`))
  return sent
}

const names = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `${from + n}`)
const watch = (window: RoomWindow) => window.subscribe(() => undefined)
const ready = (window: RoomWindow) => waitFor(() => window.read().load.state === 'ready')
const messages = (window: RoomWindow) =>
  window.read().rows.flatMap((row) => (row.kind === 'message' ? [row.message] : []))
const texts = (window: RoomWindow) =>
  window
    .read()
    .rows.map((row) => (row.kind === 'message' ? row.message.text : row.outgoing.input.text))

function isWithoutGap(window: RoomWindow) {
  const shown = messages(window)
  expect(shown.length).toBeLessThanOrEqual(300)
  for (const [n, { seq }] of shown.entries())
    if (n > 0) expect(seq).toBe((shown[n - 1]?.seq ?? 0) + 1)
}

/** No reactions are as none. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify({ value }, (_, v) => (Array.isArray(v) && v.length === 0 ? undefined : v)),
  ).value

/** A network on which the server could not replay what was missed. */
function resettable() {
  const wire = {
    isLost: false,
    transport: ((opening) => {
      if (!wire.isLost) return socket(opening)
      wire.isLost = false
      queueMicrotask(() => opening.receive(() => ({ type: 'reset', reason: 'too long ago' })))
      return socket({ ...opening, since: { cursor: undefined, received: new Map() } })
    }) satisfies Transport as Transport,
  }
  return wire
}
