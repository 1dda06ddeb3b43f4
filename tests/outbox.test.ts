import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type Chat, createChat, roomId } from '../sdk/typescript/src/index.ts'
import { type KeyedStorage, type Outbox, openOutbox } from '../sdk/typescript/src/outbox.ts'
import { roomWindow } from '../sdk/typescript/src/window.ts'
import { Client } from './support/client.ts'
import { parlance, token } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { waitFor } from './support/wait.ts'
import { memory } from './support/window.ts'

// The messages that are not sent yet, without a browser: tests/window-page.test.ts has its storage and its tabs.

let server: Awaited<ReturnType<typeof parlance>>
beforeAll(async () => {
  server = await parlance()
})
afterAll(() => server[Symbol.asyncDispose]())

test('[OBX-1] messages are shown at once, keep their rows, and are sent once and in order, though connections drop', async () => {
  await using cast = await twoInARoom()
  const { ben, room, chat, outbox } = cast
  const window = roomWindow(chat, { room, outbox })
  window.subscribe(() => undefined)
  await waitFor(() => window.read().load.state === 'ready')
  const texts = Array.from({ length: 20 }, (_, n) => `${n}`)
  const seen = new Set<string>()
  window.subscribe(() => seen.add(shown().join()))
  for (const text of texts) {
    window.send(text)
    expect(shown().at(-1)).toBe(text)
    if (text === '5' || text === '12') chat.drop()
  }
  const keys = window.read().rows.map(({ key }) => key)
  await waitFor(() => outbox.read().entries.length === 0)
  await waitFor(() => window.read().rows.every(({ kind }) => kind === 'message'))
  expect(shown()).toEqual(texts)
  expect(window.read().rows.map(({ key }) => key)).toEqual(keys)
  expect((await ben.history(room)).map(({ text }) => text)).toEqual(texts)
  // No row was gone between the acknowledgement and the event.
  expect([...seen].every((list) => texts.join().startsWith(list))).toBe(true)

  function shown() {
    return window
      .read()
      .rows.map((row) => (row.kind === 'message' ? row.message.text : row.outgoing.input.text))
  }
})

test('[OBX-2] a refused message stays with its reason, also after a restart, until it is retried or discarded', async () => {
  const storage = memory()
  await using cast = await twoInARoom(storage)
  const { ana, ben, room, outbox } = cast
  await ben.ask('PATCH', `/rooms/${room}`, { archived: true })
  outbox.send({ room, text: 'too late' })
  outbox.send({ room, text: 'too late, too' })
  await waitFor(() => states(outbox).join() === 'failed,failed')
  expect(outbox.read().entries[0]).toMatchObject({ error: { code: 'archived' } })

  using second = start(ana.token, ana.id, storage)
  await waitFor(() => states(second.outbox).join() === 'failed,failed')
  await ben.ask('PATCH', `/rooms/${room}`, { archived: false })
  const [one, two] = second.outbox.read().entries
  second.outbox.discard(two?.clientId ?? '')
  second.outbox.retry(one?.clientId ?? '')
  second.outbox.retry(one?.clientId ?? '')
  await waitFor(() => second.outbox.read().entries.length === 0)
  expect((await ben.history(room)).map(({ text }) => text)).toEqual(['too late'])
  await waitFor(() => storage.values.size === 0)
})

test('[OBX-2] without a connection messages wait, and a message over the rate limit waits for its turn', async () => {
  await using slow = await parlance({ PARLANCE_COMMANDS_PER_SECOND: '5' })
  const ana = await slow.user('Ana')
  const { id } = await ana.room()
  const room = roomId(id)
  using cast = start(ana.token, ana.id, memory(), slow.url)
  const seen = new Set<string>()
  cast.outbox.subscribe(() => {
    for (const state of states(cast.outbox)) seen.add(state)
  })
  const texts = Array.from({ length: 25 }, (_, n) => `${n}`)
  for (const text of texts) cast.outbox.send({ room, text })
  expect(states(cast.outbox)[0]).toBe('waiting')
  await waitFor(() => cast.outbox.read().entries.length === 0)
  expect(seen).toEqual(new Set(['waiting', 'sending']))
  const history = await waitFor(() => ana.history(room).catch(() => false as const))
  expect(history.map(({ text }) => text)).toEqual(texts)
})

test('[OBX-3] messages that were not answered when the app ended are sent at the next start, once and in order', async () => {
  await using killed = await ownProcess()
  await killed.start()
  const ana = new Client(killed.url, await token({ sub: 'ana', name: 'Ana' }), 'ana')
  const { id } = await ana.room()
  const room = roomId(id)
  const storage = memory()
  const first = start(ana.token, ana.id, storage, killed.url)
  first.outbox.send({ room, text: 'zero' })
  await waitFor(() => storage.values.size === 0 && first.outbox.read().entries.length === 0)
  await killed.kill()
  for (const text of ['one', 'two', 'three']) first.outbox.send({ room, text })
  await waitFor(() => states(first.outbox).join() === 'waiting,waiting,waiting')
  await waitFor(() => storage.values.size === 3)
  first[Symbol.dispose]()

  using second = start(ana.token, ana.id, storage, killed.url)
  await waitFor(() => states(second.outbox).join() === 'waiting,waiting,waiting')
  await killed.start()
  await waitFor(() => second.outbox.read().entries.length === 0)
  expect((await ana.history(room)).map(({ text }) => text)).toEqual(['zero', 'one', 'two', 'three'])
})

test('[OBX-4] where nothing can be stored messages are sent from memory, and the state says so', async () => {
  const broken: KeyedStorage = {
    all: () => Promise.reject(new Error('forbidden')),
    set: () => Promise.reject(new Error('full')),
    remove: () => Promise.reject(new Error('full')),
  }
  await using cast = await twoInARoom(broken)
  const { ben, room, outbox } = cast
  await waitFor(() => outbox.read().storage === 'memory')
  outbox.send({ room, text: 'sent' })
  await waitFor(async () => (await ben.history(room)).length === 1)
  await waitFor(() => outbox.read().entries.length === 0)
})

const states = (outbox: Outbox) => outbox.read().entries.map(({ state }) => state)

/** Ana looks, Ben does. */
async function twoInARoom(storage: KeyedStorage = memory()) {
  const ana = await server.user('Ana')
  const ben = await server.guest('Ben')
  const { id } = await ben.room('group', ana)
  const started = start(ana.token, ana.id, storage)
  return {
    ana,
    ben,
    room: roomId(id),
    ...started,
    [Symbol.asyncDispose]: async () => started[Symbol.dispose](),
  }
}

function start(token: string, name: string, storage: KeyedStorage, url = server.url) {
  const chat: Chat = createChat({ url, token: () => token })
  const outbox = openOutbox(chat, { name, storage })
  return {
    chat,
    outbox,
    [Symbol.dispose]: () => {
      outbox.close()
      chat.close()
    },
  }
}
