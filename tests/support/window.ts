import { expect } from 'bun:test'
import { createChat, type RoomId, roomId } from '../../sdk/typescript/src/index.ts'
import { openOutbox } from '../../sdk/typescript/src/outbox.ts'
import { socket } from '../../sdk/typescript/src/socket.ts'
import type { Transport } from '../../sdk/typescript/src/transport.ts'
import { type RoomWindow, roomWindow } from '../../sdk/typescript/src/window.ts'
import type { Client } from './client.ts'
import type { parlance } from './parlance.ts'
import { waitFor } from './wait.ts'

// What the tests of windows share.

type Server = Awaited<ReturnType<typeof parlance>>

/** Ana looks, Ben does. */
export async function twoInARoom(server: Server, transport?: Transport) {
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

/** A storage whose values a test can look at. */
export function memory() {
  const values = new Map<string, unknown>()
  return {
    values,
    all: async () => [...values.values()],
    set: async (key: string, value: unknown) => void values.set(key, value),
    remove: async (key: string) => void values.delete(key),
  }
}
export const disposable = <T extends { close: () => void }>(value: T) => ({
  value,
  [Symbol.dispose]: () => value.close(),
})

export async function many(who: Client, room: RoomId, count: number) {
  const sent: Awaited<ReturnType<Client['send']>>[] = []
  for (let n = 0; n < count; n++) sent.push(await who.send(room, `${n}`))
  return sent
}

export const names = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `${from + n}`)
export const watch = (window: RoomWindow) => window.subscribe(() => undefined)
export const ready = (window: RoomWindow) => waitFor(() => window.read().load.state === 'ready')
export const messages = (window: RoomWindow) =>
  window.read().rows.flatMap((row) => (row.kind === 'message' ? [row.message] : []))
export const texts = (window: RoomWindow) =>
  window
    .read()
    .rows.map((row) => (row.kind === 'message' ? row.message.text : row.outgoing.input.text))

export function isWithoutGap(window: RoomWindow) {
  const shown = messages(window)
  expect(shown.length).toBeLessThanOrEqual(300)
  for (const [n, { seq }] of shown.entries())
    if (n > 0) expect(seq).toBe((shown[n - 1]?.seq ?? 0) + 1)
}

/** No reactions are as none. */
export const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify({ value }, (_, v) => (Array.isArray(v) && v.length === 0 ? undefined : v)),
  ).value

/** A network on which the server could not replay what was missed. */
export function resettable() {
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
