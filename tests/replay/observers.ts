import {
  createChat,
  type EphemeralEvent,
  type Event,
  type RoomId,
} from '../../sdk/typescript/src/index.ts'
import { type Heard, lineOf } from './line.ts'
import { ask, tokenOf } from './server.ts'

/** Somebody who only listens, and writes down what was received of the room after `from`. */
export type Observer = {
  readonly name: string
  readonly received: Heard[]
  /** Resolves when it is live for the first time: from then on it misses nothing. */
  readonly begun: Promise<void>
  /** How often it dropped its connection and came back. */
  drops: number
  readonly drop: () => void
  readonly close: () => void
}

/** How long a restless observer stays, at the most, before it drops again. */
const RESTLESS_MS = 400

/** Half of them stay, half drop and resume all the time. */
export async function observe(urls: readonly string[], day: string, room: RoomId, each: number) {
  const observers: Observer[] = []
  const timers = new Set<Timer>()
  for (let i = 0; i < each * 2; i++) {
    const id = `${day}/observer-${i}`
    const token = await tokenOf(id, `Observer ${i}`)
    await ask(urls, token, 'PUT', `/rooms/${room}/members/me`)
    const observer =
      i % 2 === 0
        ? bySocket(urls[i % urls.length] ?? '', id, token, room)
        : byStream(urls, id, token, room)
    observers.push(observer)
  }
  await Promise.all(observers.map(({ begun }) => begun))
  for (const [i, observer] of observers.entries()) if (i % 4 < 2) restless(observer)

  function restless(observer: Observer): void {
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        observer.drops++
        observer.drop()
        restless(observer)
      },
      50 + Math.random() * RESTLESS_MS,
    )
    timers.add(timer)
  }

  return {
    observers,
    /** The restless ones sit down: the end is compared on connections that stay. */
    settle: () => {
      for (const timer of timers) clearTimeout(timer)
    },
    close: () => {
      for (const observer of observers) observer.close()
    },
  }
}

function bySocket(url: string, name: string, token: string, room: RoomId): Observer {
  const chat = createChat({ url, token: () => token })
  const received: Heard[] = []
  chat.on('*', (told) => {
    if ('seq' in told && told.log === room) received.push(lineOf(told as Event))
  })
  chat.onReset((reason) => {
    throw new Error(`${name} was reset: ${reason}`)
  })
  const { promise: begun, resolve } = Promise.withResolvers<void>()
  chat.onStatus(({ state }) => {
    if (state === 'live') resolve()
  })
  return { name: `${name} (socket)`, received, begun, drops: 0, drop: chat.drop, close: chat.close }
}

/** As an EventSource does it, the last id goes back with the next request: here to the next node. */
function byStream(urls: readonly string[], name: string, token: string, room: RoomId): Observer {
  const received: Heard[] = []
  let lastId: string | undefined
  let turn = 0
  let abort = new AbortController()
  let isClosed = false
  const { promise: begun, resolve } = Promise.withResolvers<void>()

  async function follow(): Promise<void> {
    while (!isClosed) {
      abort = new AbortController()
      await once().catch(() => Bun.sleep(20)) // cut, by us or by the server: come back
    }
  }

  async function once(): Promise<void> {
    const headers = { authorization: `Bearer ${token}`, ...(lastId && { 'last-event-id': lastId }) }
    const url = urls[turn++ % urls.length]
    const response = await fetch(`${url}/api/v1/events`, { headers, signal: abort.signal })
    if (!response.ok) throw new Error(`${name}: ${await response.text()}`)
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of response.body ?? []) {
      rest += decoder.decode(chunk, { stream: true })
      const blocks = rest.split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) hear(block)
    }
  }

  function hear(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
    lastId = field('id') ?? lastId
    const data = field('data')
    if (field('event') === 'ready') resolve()
    if (field('event') === 'reset') throw new Error(`${name} was reset: ${data}`)
    if (field('event') !== undefined || data === undefined) return
    const event: Event | EphemeralEvent = JSON.parse(data)
    if (event.log === room && 'seq' in event) received.push(lineOf(event))
  }

  void follow()
  const close = () => {
    isClosed = true
    abort.abort()
  }
  const drop = () => abort.abort()
  return { name: `${name} (stream)`, received, begun, drops: 0, drop, close }
}
