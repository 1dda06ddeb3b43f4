import { afterAll, beforeAll, expect, test } from 'bun:test'
import { messageId, roomId } from '../sdk/typescript/src/index.ts'
import { roomWindow } from '../sdk/typescript/src/window.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'
import {
  isWithoutGap,
  many,
  messages,
  names,
  plain,
  ready,
  resettable,
  texts,
  twoInARoom,
  watch,
} from './support/window.ts'

// The window of a room, as an app of any framework shows it, on a real server and without a browser.

let server: Awaited<ReturnType<typeof parlance>>
beforeAll(async () => {
  server = await parlance()
})
afterAll(() => server[Symbol.asyncDispose]())

test('[WIN-1] a window shows the messages as a fresh read does, whatever happened during its reads', async () => {
  await using cast = await twoInARoom(server)
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
  await using cast = await twoInARoom(server)
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
  await using cast = await twoInARoom(server)
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

test('[WIN-2] a window opens around a position that was set before its first subscriber', async () => {
  await using cast = await twoInARoom(server)
  const { ben, room, window } = cast
  const seq = (await many(ben, room, 120))[10]?.seq ?? 0
  window.setPosition('away', seq)
  await Promise.resolve()
  await new Promise<void>((resolve) =>
    window.subscribe(() => window.read().load.state === 'ready' && resolve()),
  )
  expect(messages(window).some((message) => message.seq === seq)).toBe(true)
  expect(window.read().hasNewer).toBe(true)
})

test('[WIN-3] while the reader is farther up, new messages are counted and held back until they are asked for', async () => {
  await using cast = await twoInARoom(server)
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
  await using cast = await twoInARoom(server)
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
  await using cast = await twoInARoom(server, wire.transport)
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
  await using cast = await twoInARoom(server)
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
