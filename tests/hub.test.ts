import { expect, test } from 'bun:test'
import { byTime } from '../protocol/by-time.ts'
import type { Event } from '../protocol/events.ts'
import type { Cursor, RoomId } from '../protocol/ids.ts'
import { memoryBus } from '../server/hub/bus-memory.ts'
import { type EncodedEvent, encode } from '../server/hub/encoded-event.ts'
import { Hub } from '../server/hub/hub.ts'
import type { Fanout, Subscriber } from '../server/hub/subscriber.ts'
import { ResumePosition } from '../server/transports/live/resume-token.ts'
import { ANA, OTHER, ROOM, snapshot } from './support/hub.ts'
import { waitFor } from './support/wait.ts'

// The hub's own promise, with a bus that loses, doubles and delays: commits of several nodes reach
// it in any order. The log is an array; the wire writes down what it is handed.

const event = (seq: number, log = ROOM): Event => ({
  type: 'receipt.read',
  log,
  seq,
  cursor: `c${seq}` as Cursor,
  at: new Date(1_000_000 + seq).toISOString(),
  room: ROOM,
  user: { id: ANA, name: 'Ana' },
  readSeq: seq,
})

/** One with 16 Ki characters. */
const large = (seq: number): Event => ({
  ...event(seq),
  cursor: 'c'.repeat(16 * 1024) as Cursor,
})

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

function setUp(options: { fails?: number } = {}) {
  let fails = options.fails ?? 0
  const asked: [number, number][] = []
  const received: number[] = []
  const errors: unknown[] = []
  const hub = new Hub(
    memoryBus(),
    {
      between: async (_, from, to) => {
        asked.push([from, to])
        await Promise.resolve()
        if (fails-- > 0) throw new Error('the database is away')
        return Array.from({ length: to - from + 1 }, (_, i) => event(from + i))
      },
      positions: async () => new Map(),
      commitWindowMs: 0,
      now: async () => 0,
    },
    (error) => errors.push(error),
  )
  const joined = new Set<string>()
  const fanout: Fanout = {
    publish: (e: EncodedEvent) => joined.has(e.log) && received.push(e.seq),
    sendEphemeral: () => undefined,
    subscriberCount: (log) => (joined.has(log) ? 1 : 0),
  }
  hub.addFanout(fanout)
  const wire: Subscriber = {
    user: ANA,
    session: undefined,
    isClosed: false,
    isFull: false,
    send: (e) => received.push(e.seq),
    sendAll: (events) => received.push(...events.map(({ seq }) => seq)),
    sendEphemeral: () => undefined,
    drained: async () => undefined,
    subscribe: (log) => joined.add(log),
    unsubscribe: (log) => joined.delete(log),
    end: () => undefined,
    unsubscribeAll: () => [],
    isSubscribed: (log) => joined.has(log),
  }
  const listenFrom = (position: number) =>
    hub.goLive(wire, hub.beginCatchUp(), snapshot(new Map([[ROOM, position]])), hub.evictions)
  return { hub, received, asked, errors, listenFrom, [Symbol.dispose]: () => hub.close() }
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

test('[ORD-4] a late event is fetched from the log before anything after it goes out', async () => {
  using at = setUp()
  at.listenFrom(0)
  at.hub.publish([event(1), event(2), event(5), event(6)])
  expect(at.received).toEqual([1, 2])
  await waitFor(() => at.received.length === 6)
  expect(at.received).toEqual(upTo(6))
  expect(at.asked).toEqual([[3, 4]])
  at.hub.publish([event(3), event(7)]) // late after all, and then the next
  expect(at.received).toEqual(upTo(7))
})

test('[ORD-5] an event that comes twice goes out once', () => {
  using at = setUp()
  at.listenFrom(0)
  at.hub.publish([event(1), event(1), event(2)])
  at.hub.publish([event(2), event(1), event(3)])
  expect(at.received).toEqual([1, 2, 3])
})

test('[ORD-6] events in any order, doubled and with holes, go out in order and whole', async () => {
  for (let seed = 1; seed <= 200; seed++) {
    using at = setUp()
    at.listenFrom(0)
    let state = seed * 2654435761
    const random = () => {
      state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0
      return state / 2 ** 32
    }
    const bus = upTo(60)
      .filter((seq) => seq === 60 || random() > 0.2)
      .flatMap((seq) => (random() < 0.2 ? [seq, seq] : [seq]))
      .map((seq) => ({ seq, when: seq + random() * 12 }))
      .sort((a, b) => a.when - b.when)
    for (const { seq } of bus) {
      at.hub.publish([event(seq)])
      if (random() < 0.3) await Promise.resolve()
    }
    await waitFor(() => at.received.length >= 60)
    expect(at.received).toEqual(upTo(60))
  }
})

test('[ORD-7] a hole that could not be read is asked for again with the next event', async () => {
  using at = setUp({ fails: 1 })
  at.listenFrom(0)
  at.hub.publish([event(1), event(3)])
  await waitFor(() => at.errors.length === 1)
  expect(at.received).toEqual([1])
  at.hub.publish([event(4)])
  await waitFor(() => at.received.length === 4)
  expect(at.received).toEqual(upTo(4))
})

test('[SLO-5] a large commit goes out in parts, one in a turn of the event loop, and in its order', async () => {
  using at = setUp()
  at.listenFrom(0)
  at.hub.publish(upTo(40).map((seq) => large(seq)))
  const first = at.received.length
  expect(first).toBeGreaterThan(0)
  expect(first).toBeLessThanOrEqual(9)
  // What comes later waits behind it, in another log as well.
  at.hub.publish([event(41)])
  expect(at.received).toEqual(upTo(first))
  await turn()
  expect(at.received.length).toBeGreaterThan(first)
  expect(at.received.length).toBeLessThanOrEqual(2 * first)
  await waitFor(() => at.received.length === 41)
  expect(at.received).toEqual(upTo(41))
  // What waits for its turn is no hole: nothing was read from the log.
  expect(at.asked).toEqual([])
})

test('[RES-8] whoever comes in the middle of a large commit hears the rest of it once', async () => {
  using at = setUp()
  at.hub.publish(upTo(40).map((seq) => large(seq)))
  at.listenFrom(3)
  const first = at.received.length
  expect(at.received).toEqual(upTo(3 + first).slice(3))
  await waitFor(() => at.received.length === 37)
  expect(at.received).toEqual(upTo(40).slice(3))
  // The log is ahead of what has gone out here.
  using other = setUp()
  other.listenFrom(0)
  other.hub.publish(upTo(40).map((seq) => large(seq)))
  await other.hub.advanceTo(new Map([[ROOM, 40]]))
  expect(other.received).toEqual(upTo(40))
  expect(other.asked).toEqual([])
})

test('[RES-9] what went out while a listener was catching up reaches it before it goes live', () => {
  using at = setUp()
  at.hub.publish(upTo(5).map((seq) => event(seq)))
  expect(at.received).toEqual([])
  expect(at.listenFrom(2)).toBeDefined()
  expect(at.received).toEqual([3, 4, 5])
  at.hub.publish([event(6)])
  expect(at.received).toEqual([3, 4, 5, 6])
})

test('[ORD-8] times may cross within a log: a replay tells it in the order of its seqs all the same', () => {
  const entry = (log: string, seq: number, at: number) => ({ log, seq, at })
  const logs = [
    entry('a', 1, 100),
    entry('a', 2, 90),
    entry('a', 3, 110),
    entry('b', 1, 95),
    entry('b', 2, 105),
  ]
  const told = byTime(logs)
  expect(told.filter((e) => e.log === 'a').map((e) => e.seq)).toEqual([1, 2, 3])
  expect(told.map((e) => `${e.log}${e.seq}`)).toEqual(['b1', 'a1', 'a2', 'b2', 'a3'])
})

test('[RES-3] the word to come back with takes no step back for what comes late, and repeats nothing', () => {
  const progress = new ResumePosition(15, { cursor: undefined, received: new Map() })
  const hear = (log: RoomId, seq: number, at: number) =>
    progress.received({ ...encode(event(seq, log)), at, cursor: `at${at}` as Cursor })
  hear(ROOM, 1, 100)
  hear(OTHER, 1, 120)
  expect(progress.token()).toBe(`at120,${OTHER}=1`)
  hear(ROOM, 2, 106)
  expect(progress.token()).toBe(`at120,${OTHER}=1,${ROOM}=2`)
  hear(ROOM, 3, 50) // the database's clock was set back: from here on it says when it is
  expect(progress.token()).toBe(`at50,${OTHER}=1,${ROOM}=3`)
})
