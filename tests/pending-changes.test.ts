import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createChat, messageId } from '../sdk/typescript/src/index.ts'
import { openOutbox } from '../sdk/typescript/src/outbox.ts'
import { type RoomWindow, roomWindow } from '../sdk/typescript/src/window.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'
import { disposable, memory, messages, plain, texts, twoInARoom, watch } from './support/window.ts'

// The changes of messages that the server has not answered.

let server: Awaited<ReturnType<typeof parlance>>
beforeAll(async () => {
  server = await parlance()
})
afterAll(() => server[Symbol.asyncDispose]())

test('[WIN-6] a change is shown at once, and a refused one is taken back alone, with its reason', async () => {
  await using cast = await twoInARoom(server)
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
  await using cast = await twoInARoom(server)
  const { ana, ben, room, chat, window } = cast
  const { id } = await ben.send(room, 'text')
  await ben.ask('PUT', `/rooms/${room}/messages/${id}/reactions/👍`)
  watch(window)
  await waitFor(() => count() === 1)
  const seen = new Set<number>()
  window.subscribe(() => seen.add(count()))
  for (let n = 0; n < 7; n++) {
    window.toggleReaction(messageId(id), '👍')
    expect(count()).toBe(n % 2 === 0 ? 2 : 1)
    expect(isMine(window)).toBe(n % 2 === 0)
    if (n === 3) chat.drop()
  }
  await waitFor(() =>
    window.read().rows.every((row) => row.kind === 'message' && !row.changes.length),
  )
  await ben.send(room, 'end')
  await waitFor(() => texts(window).at(-1) === 'end')
  expect(count()).toBe(2)
  expect([...seen].every((one) => one === 1 || one === 2)).toBe(true)
  // Another client reads which reactions are the own ones, and its events change them here.
  using other = createChat({ url: server.url, token: () => ana.token })
  using otherBox = disposable(openOutbox(other, { name: ana.id, storage: memory() }))
  const second = roomWindow(other, { room, outbox: otherBox.value })
  watch(second)
  await waitFor(() => texts(second).at(-1) === 'end')
  expect(isMine(second)).toBe(true)
  second.toggleReaction(messageId(id), '👍')
  await waitFor(() => count() === 1 && !isMine(window))
  second.toggleReaction(messageId(id), '👍')
  await waitFor(() => count() === 2 && isMine(window))
  // An edit contains the reactions without the mark.
  await ben.ask('PATCH', `/rooms/${room}/messages/${id}`, { text: 'edited' })
  await waitFor(() => texts(window)[0] === 'edited')
  expect(isMine(window)).toBe(true)

  function of(shown: RoomWindow) {
    return messages(shown)[0]?.reactions?.find(({ emoji }) => emoji === '👍')
  }
  function count() {
    return of(window)?.count ?? 0
  }
  function isMine(shown: RoomWindow) {
    return of(shown)?.mine ?? false
  }
})
