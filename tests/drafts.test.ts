import { expect, test } from 'bun:test'
import { type Drafts, openDrafts } from '../sdk/typescript/src/drafts.ts'
import { messageId, roomId } from '../sdk/typescript/src/index.ts'
import { waitFor } from './support/wait.ts'

// Drafts need no server: tests/window-page.test.ts has them in a browser.

const ROOM = roomId('room_1')
const OTHER = roomId('room_2')
const THREAD = messageId('msg_1')

test('[DRF-1] a draft has a text, a caret and a reply target, of its own room or thread, and survives a restart', async () => {
  const storage = memory()
  using first = open(storage)
  first.write({ room: ROOM }, { text: 'Hello, Be', caret: 5, replyTo: THREAD })
  first.write({ room: ROOM, thread: THREAD }, { text: 'in the thread', caret: 0 })
  for (const text of ['a', 'ab', 'abc']) first.write({ room: OTHER }, { text, caret: text.length })
  expect(first.of({ room: ROOM })).toMatchObject({ text: 'Hello, Be', caret: 5, replyTo: THREAD })
  await waitFor(() => storage.texts().includes('abc') && storage.values.size === 3)

  using second = open(storage)
  await waitFor(() => second.read().drafts.length === 3)
  expect(second.of({ room: ROOM })).toMatchObject({ text: 'Hello, Be', caret: 5, replyTo: THREAD })
  expect(second.of({ room: ROOM, thread: THREAD })).toMatchObject({ text: 'in the thread' })
  expect(second.of({ room: OTHER })).toMatchObject({ text: 'abc', caret: 3 })
  expect(second.read().storage).toBe('kept')
  second.remove({ room: ROOM })
  second.write({ room: OTHER }, { text: '', caret: 0 })
  expect(second.of({ room: ROOM })).toMatchObject({ text: '', caret: 0 })
  await waitFor(() => storage.values.size === 1)
  using third = open(storage)
  await waitFor(() => third.read().drafts.length === 1)
  expect(third.read().drafts[0]).toMatchObject({ room: ROOM, thread: THREAD })
})

test('[DRF-1] what was written before the storage answered is not replaced by an earlier draft', async () => {
  const storage = memory()
  using first = open(storage)
  first.write({ room: ROOM }, { text: 'earlier', caret: 0 })
  await waitFor(() => storage.texts().includes('earlier'))
  using second = open(storage)
  second.write({ room: ROOM }, { text: 'later', caret: 0 })
  await waitFor(() => second.read().storage === 'kept')
  await waitFor(() => storage.texts().join() === 'later')
  expect(second.of({ room: ROOM }).text).toBe('later')
})

test('[DRF-2] the latest change of a draft holds in every tab, and a removed draft stays removed', async () => {
  const name = crypto.randomUUID()
  using one = open(memory(), name)
  using two = open(memory(), name)
  using eve = open(memory())
  one.write({ room: ROOM }, { text: 'from one', caret: 1 })
  await waitFor(() => two.of({ room: ROOM }).text === 'from one')
  two.write({ room: ROOM }, { text: 'from two', caret: 2 })
  await waitFor(() => one.of({ room: ROOM }).text === 'from two')
  one.remove({ room: ROOM })
  await waitFor(() => two.of({ room: ROOM }).text === '')
  expect(two.read().drafts).toEqual([])
  expect(eve.read().drafts).toEqual([])
})

test('[DRF-3] where nothing can be stored drafts are in memory, and the state says so', async () => {
  const full = { ...memory(), set: () => Promise.reject(new Error('full')) }
  using drafts = open(full)
  await waitFor(() => drafts.read().storage === 'kept')
  const states: string[] = []
  drafts.subscribe(() => states.push(drafts.read().storage))
  drafts.write({ room: ROOM }, { text: 'in memory', caret: 0 })
  await waitFor(() => drafts.read().storage === 'memory')
  expect(states).toContain('memory')
  expect(drafts.of({ room: ROOM }).text).toBe('in memory')
  // Without IndexedDB, as here.
  using none = disposable(openDrafts({ name: crypto.randomUUID() }))
  await waitFor(() => none.read().storage === 'memory')
})

const open = (storage: ReturnType<typeof memory>, name: string = crypto.randomUUID()) =>
  disposable(openDrafts({ name, storage }))

const disposable = (drafts: Drafts) => ({ ...drafts, [Symbol.dispose]: drafts.close })

function memory() {
  const values = new Map<string, unknown>()
  return {
    values,
    texts: () => [...values.values()].map((value) => (value as { readonly text: string }).text),
    all: async () => [...values.values()],
    set: async (key: string, value: unknown) => void values.set(key, value),
    remove: async (key: string) => void values.delete(key),
  }
}
