import { expect, test } from 'bun:test'
import { byTime } from '../protocol/by-time.ts'
import type { Event } from '../protocol/events.ts'
import type { Cursor, RoomId, UserId } from '../protocol/ids.ts'
import { memoryBus } from '../server/hub/bus-memory.ts'
import type { Encoded } from '../server/hub/encoded.ts'
import { Hub, type Outlet, type Wire } from '../server/hub/hub.ts'
import { waitFor } from './support/wait.ts'

// The hub's own promise, with a bus that loses, doubles and delays: commits of several nodes reach
// it in any order. The log is an array; the wire writes down what it is handed.

const ROOM = 'room_01m7xkrq5ze2nrca89e4rk7dj8' as RoomId
const ANA = 'ana' as UserId

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

function setUp(options: { fails?: number } = {}) {
  let fails = options.fails ?? 0
  const asked: [number, number][] = []
  const heard: number[] = []
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
    },
    (error) => errors.push(error),
  )
  const joined = new Set<string>()
  const outlet: Outlet = {
    publish: (e: Encoded) => joined.has(e.log) && heard.push(e.seq),
    pass: () => undefined,
    hasListeners: (log) => joined.has(log),
  }
  hub.addOutlet(outlet)
  const wire: Wire = {
    user: ANA,
    closed: false,
    full: false,
    send: (e) => heard.push(e.seq),
    drained: async () => undefined,
    join: (log) => joined.add(log),
    leave: (log) => joined.delete(log),
    end: () => undefined,
    hears: (log) => joined.has(log),
  }
  const listenFrom = (position: number) =>
    hub.settle(wire, hub.open(ANA), new Map([[ROOM, position]]), new Map(), hub.evictions)
  return { hub, heard, asked, errors, listenFrom, [Symbol.dispose]: () => hub.close() }
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

test('[ORD-4] a late event is fetched from the log before anything after it goes out', async () => {
  using at = setUp()
  at.listenFrom(0)
  at.hub.receive([event(1), event(2), event(5), event(6)])
  expect(at.heard).toEqual([1, 2])
  await waitFor(() => at.heard.length === 6)
  expect(at.heard).toEqual(upTo(6))
  expect(at.asked).toEqual([[3, 4]])
  at.hub.receive([event(3), event(7)]) // late after all, and then the next
  expect(at.heard).toEqual(upTo(7))
})

test('[ORD-5] an event that comes twice goes out once', () => {
  using at = setUp()
  at.listenFrom(0)
  at.hub.receive([event(1), event(1), event(2)])
  at.hub.receive([event(2), event(1), event(3)])
  expect(at.heard).toEqual([1, 2, 3])
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
      at.hub.receive([event(seq)])
      if (random() < 0.3) await Promise.resolve()
    }
    await waitFor(() => at.heard.length >= 60)
    expect(at.heard).toEqual(upTo(60))
  }
})

test('[ORD-7] a hole that could not be read is asked for again with the next event', async () => {
  using at = setUp({ fails: 1 })
  at.listenFrom(0)
  at.hub.receive([event(1), event(3)])
  await waitFor(() => at.errors.length === 1)
  expect(at.heard).toEqual([1])
  at.hub.receive([event(4)])
  await waitFor(() => at.heard.length === 4)
  expect(at.heard).toEqual(upTo(4))
})

test('[RES-9] what went out while a listener was catching up reaches it before it goes live', () => {
  using at = setUp()
  at.hub.receive(upTo(5).map((seq) => event(seq)))
  expect(at.heard).toEqual([])
  expect(at.listenFrom(2)).toBeDefined()
  expect(at.heard).toEqual([3, 4, 5])
  at.hub.receive([event(6)])
  expect(at.heard).toEqual([3, 4, 5, 6])
})

test('[MEM-5] who left again while this node was only beginning to follow the room is told of it once', async () => {
  const left = { ...event(6), type: 'member.left', by: { id: ANA, name: 'Ana' } } as Event
  const told = [
    { ...event(5), type: 'member.joined', member: { user: { id: ANA } } } as Event,
    left,
  ]
  const subscribed = Promise.withResolvers<void>()
  const bus = { ...memoryBus(), isAlone: false, follow: () => subscribed.promise }
  const asked: number[] = []
  const truth = {
    between: async (_: unknown, from: number) => {
      asked.push(from)
      return told
    },
    positions: async () => new Map(),
  }
  const hub = new Hub(bus, truth, () => undefined)
  const heard: number[] = []
  const wireOf = (user: UserId): Wire => ({
    user,
    closed: false,
    full: false,
    send: (e) => heard.push(e.seq),
    drained: async () => undefined,
    join: () => undefined,
    leave: () => undefined,
    end: () => undefined,
    hears: () => false,
  })
  const opening = hub.open(ANA)
  hub.receive(told.slice(0, 1)) // nobody follows the room here yet: it is adopted, for Ana’s sake
  const ben = wireOf('ben' as UserId) // comes to the same room, and stands at its end already
  hub.settle(ben, hub.open(ben.user), new Map([[ROOM, 6]]), new Map(), hub.evictions)
  // Ana’s own replay told her of both.
  hub.settle(wireOf(ANA), opening, new Map(), new Map([[ROOM, 6]]), hub.evictions)
  subscribed.resolve()
  await waitFor(() => asked.length > 0)
  await Bun.sleep(0)
  expect(heard).toEqual([])
  await hub.close()
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
