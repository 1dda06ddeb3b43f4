import { expect, test } from 'bun:test'
import { byTime } from '../protocol/by-time.ts'
import type { Event } from '../protocol/events.ts'
import { type Cursor, type Log, membershipsOf, type RoomId, type UserId } from '../protocol/ids.ts'
import type { CommittedEvent } from '../protocol/memberships.ts'
import { memoryBus } from '../server/hub/bus-memory.ts'
import { type EncodedEvent, encode } from '../server/hub/encoded-event.ts'
import { Hub } from '../server/hub/hub.ts'
import type { Fanout, Subscriber } from '../server/hub/subscriber.ts'
import { ResumePosition } from '../server/transports/live/resume-token.ts'
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

/** One with 16 Ki characters. */
const large = (seq: number): Event => ({
  ...event(seq),
  cursor: 'c'.repeat(16 * 1024) as Cursor,
})

const snapshot = (positions: ReadonlyMap<Log, number>) => ({
  at: 1_000_000,
  cursor: 'c0' as Cursor,
  positions,
  recent: new Map(),
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
    isClosed: false,
    isFull: false,
    send: (e) => received.push(e.seq),
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

/** Rooms and people on one node of many. What was committed is in `log`; what arrives is another matter. */
function manyNodes() {
  const log: CommittedEvent[] = []
  const clock = { now: 1_000_000 }
  const subscribed = Promise.withResolvers<void>()
  subscribed.resolve()
  const bus = { ...memoryBus(), isAlone: false, follow: () => at.subscribed.promise }
  const of = (wanted: Log) => log.filter((entry) => entry.log === wanted)
  const hub = new Hub(
    bus,
    {
      between: async (wanted, from, to) => of(wanted).filter(({ seq }) => seq >= from && seq <= to),
      commitWindowMs: 15_000,
      now: async () => clock.now,
      positions: async (logs) => new Map(logs.map((wanted) => [wanted, of(wanted).length])),
    },
    (error) => {
      throw error
    },
  )
  /** Said by another node: it may arrive here, or not. */
  const commit = (...entries: readonly object[]): readonly CommittedEvent[] =>
    entries.map((entry) => {
      const { log: wanted } = entry as { log: Log }
      const made = { cursor: 'c', at: new Date(clock.now).toISOString(), ...entry }
      const whole = { ...made, seq: of(wanted).length + 1 } as CommittedEvent
      log.push(whole)
      return whole
    })
  const joined = (user: UserId): readonly CommittedEvent[] => [
    ...commit({ log: ROOM, type: 'member.joined', member: { user: { id: user } } }),
    ...commit({
      log: membershipsOf(user),
      type: 'membership.began',
      user,
      room: ROOM,
      from: of(ROOM).length,
    }),
  ]
  const left = (user: UserId) => commit({ log: ROOM, type: 'member.left', user: { id: user } })
  const said = (wanted = ROOM) => commit({ log: wanted, type: 'room.updated' })
  const wires: (Subscriber & { readonly rooms: Set<Log>; readonly received: number[] })[] = []
  hub.addFanout({
    publish: (e) => {
      for (const { rooms, received } of wires) if (rooms.has(e.log)) received.push(e.seq)
    },
    sendEphemeral: () => undefined,
    subscriberCount: (wanted) => wires.filter(({ rooms }) => rooms.has(wanted)).length,
  })
  const wireOf = (user: UserId) => {
    const rooms = new Set<Log>()
    const received: number[] = []
    const wire = {
      user,
      rooms,
      received,
      isClosed: false,
      isFull: false,
      send: (e: EncodedEvent) => received.push(e.seq),
      drained: async () => undefined,
      subscribe: (wanted: Log) => rooms.add(wanted),
      unsubscribe: (wanted: Log) => rooms.delete(wanted),
      end: () => undefined,
      unsubscribeAll: () => [],
      isSubscribed: (wanted: Log) => rooms.has(wanted),
    }
    wires.push(wire)
    return wire
  }
  /** Live from what stands in the log now. */
  const listen = async (user: UserId, rooms: readonly Log[]) => {
    const opening = hub.beginCatchUp()
    const logs = [membershipsOf(user), ...rooms]
    await hub.follow(opening, logs)
    const wire = wireOf(user)
    const positions = new Map(logs.map((wanted) => [wanted, of(wanted).length]))
    expect(hub.goLive(wire, opening, snapshot(positions), hub.evictions)).toEqual([])
    return wire
  }
  const at = {
    hub,
    clock,
    subscribed,
    joined,
    left,
    said,
    listen,
    [Symbol.dispose]: () => hub.close(),
  }
  return at
}

const BEN = 'ben' as UserId
const OTHER = 'room_01m7xkrq5ze2nrca89e4rk7dj9' as RoomId

test('[MEM-5] a leaving that comes before its joining: both are told, once, when the joining comes', async () => {
  using at = manyNodes()
  const ana = await at.listen(ANA, [])
  const [, late] = at.joined(ANA)
  const ben = await at.listen(BEN, [ROOM]) // from here on this node follows the room
  at.hub.publish(at.left(ANA))
  expect([ana.received, ben.received]).toEqual([[], [2]])
  at.hub.publish([late as CommittedEvent])
  await waitFor(() => ana.received.length > 0)
  at.hub.publish(at.said())
  at.hub.publish([late as CommittedEvent]) // and again
  await Bun.sleep(0)
  expect([ana.received, ben.received]).toEqual([
    [1, 2],
    [2, 3],
  ])
})

test('[MEM-5] a joining that was lost is told with the next one, and in its place', async () => {
  using at = manyNodes()
  const ana = await at.listen(ANA, [])
  await at.listen(BEN, [ROOM])
  const [first] = at.joined(ANA)
  at.hub.publish([first as CommittedEvent, ...at.left(ANA)])
  expect(ana.received).toEqual([])
  at.hub.publish(at.joined(ANA))
  at.hub.publish(at.said())
  await waitFor(() => ana.received.length === 4)
  expect(ana.received).toEqual([1, 2, 3, 4])
})

test('[MEM-3] a beginning that overtakes the room’s own events waits for them', async () => {
  using at = manyNodes()
  const ana = await at.listen(ANA, [])
  await at.listen(BEN, [ROOM])
  const before = at.said()
  const [join, beginning] = at.joined(ANA)
  at.hub.publish([beginning as CommittedEvent])
  at.hub.publish([...before, join as CommittedEvent, ...at.said()])
  expect(ana.received).toEqual([2, 3])
})

test('[MEM-5] a room that this node must first follow is told from the joining on, whatever happens meanwhile', async () => {
  using at = manyNodes()
  const ana = await at.listen(ANA, [])
  at.said()
  at.subscribed = Promise.withResolvers<void>()
  const here = [...at.joined(ANA), ...at.said(), ...at.left(ANA), ...at.joined(ANA)]
  at.hub.publish(here)
  expect(ana.received).toEqual([])
  const opening = at.hub.beginCatchUp() // another connection, whose snapshot has it all
  at.subscribed.resolve()
  await waitFor(() => ana.received.length === 4)
  at.hub.endCatchUp(opening)
  const other = await at.listen(ANA, [ROOM])
  at.hub.publish(at.said())
  expect([ana.received, other.received]).toEqual([[2, 3, 4, 5, 6], [6]])
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

test('[RES-12] after a silence nothing goes out before what was lost in it, in any log', async () => {
  using at = manyNodes()
  const ana = await at.listen(ANA, [ROOM, OTHER])
  at.hub.publish([...at.said(OTHER), ...at.said(OTHER)])
  at.said() // and lost
  at.clock.now += 20_000
  at.hub.publish(at.said(OTHER))
  expect(ana.received).toEqual([1, 2]) // the third's cursor would not look back to what was lost
  await waitFor(() => ana.received.length === 4)
  expect(ana.received).toEqual([1, 2, 1, 3])
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
