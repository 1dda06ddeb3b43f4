import { expect, test } from 'bun:test'
import { type Log, membershipsOf, type UserId } from '../protocol/ids.ts'
import type { CommittedEvent } from '../protocol/memberships.ts'
import { memoryBus } from '../server/hub/bus-memory.ts'
import {
  type EncodedEvent,
  encode,
  fromBus,
  toBus,
  versionFor,
} from '../server/hub/encoded-event.ts'
import { Hub } from '../server/hub/hub.ts'
import type { Subscriber } from '../server/hub/subscriber.ts'
import { ANA, OTHER, ROOM, snapshot } from './support/hub.ts'
import { waitFor } from './support/wait.ts'

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
  const hidden = (staff: readonly UserId[]) =>
    commit({ log: ROOM, type: 'room.updated', versions: { staff, own: [] } })
  const wires: (Subscriber & { readonly rooms: Set<Log> })[] = []
  hub.addFanout({
    publish: (e, except) => {
      for (const wire of wires) if (wire.rooms.has(e.log) && !except?.has(wire)) wire.send(e)
    },
    sendEphemeral: () => undefined,
    subscriberCount: (wanted) => wires.filter(({ rooms }) => rooms.has(wanted)).length,
  })
  const wireOf = (user: UserId) => {
    const rooms = new Set<Log>()
    const received: number[] = []
    const texts: string[] = []
    const wire = {
      user,
      session: undefined,
      rooms,
      received,
      texts,
      isClosed: false,
      isFull: false,
      send: (e: EncodedEvent) => {
        received.push(e.seq)
        texts.push(e.text)
      },
      sendAll: (events: readonly EncodedEvent[]) => {
        for (const e of events) wire.send(e)
      },
      sendEphemeral: () => undefined,
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
    hidden,
    listen,
    wireOf,
    [Symbol.dispose]: () => hub.close(),
  }
  return at
}

const BEN = 'ben' as UserId

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

const typesOf = ({ texts }: { readonly texts: readonly string[] }) =>
  texts.map((text) => JSON.parse(text).type)

test('[HID-1] a hidden event has two versions: live, from the log, and for who goes live after it', async () => {
  using at = manyNodes()
  const ana = await at.listen(ANA, [ROOM])
  const ben = await at.listen(BEN, [ROOM])
  at.hub.publish([...at.said(), ...at.hidden([ANA])])
  at.hidden([ANA]) // the bus has lost it, so that it is read from the log
  at.hub.publish([...at.said(), ...at.hidden([ANA])])
  await waitFor(() => ben.received.length === 5)
  expect([ana.received, ben.received]).toEqual([
    [1, 2, 3, 4, 5],
    [1, 2, 3, 4, 5],
  ])
  const [real, skipped] = ['room.updated', 'event.skipped']
  expect(typesOf(ana)).toEqual([real, real, real, real, real])
  expect(typesOf(ben)).toEqual([real, skipped, skipped, real, skipped])
  expect([...ana.texts, ...ben.texts].join()).not.toContain('versions')
  for (const user of [ANA, BEN]) {
    const late = at.wireOf(user)
    const positions = new Map<Log, number>([
      [membershipsOf(user), 0],
      [ROOM, 3],
    ])
    at.hub.goLive(late, at.hub.beginCatchUp(), snapshot(positions), at.hub.evictions)
    expect(typesOf(late)).toEqual([real, user === ANA ? real : skipped])
  }
})

test('[HID-1] an event keeps its versions on the bus, and no version names the receivers', () => {
  using at = manyNodes()
  const [hidden] = at.hidden([ANA])
  const [open] = at.said()
  const own = [{ user: BEN, event: { ...open, type: 'room.created' } }]
  const versions = { staff: [ANA], own, others: { ...open, type: 'room.deleted' } }
  for (const one of [hidden, open, { ...open, versions }]) {
    const sent = encode(one as CommittedEvent)
    const [received] = fromBus(sent.log, toBus([sent]))
    if (received === undefined) throw new Error('it was lost')
    expect(received).toEqual(sent)
    for (const user of [ANA, BEN, 'cleo' as UserId])
      expect(versionFor(received, user).text).not.toMatch(/ana|ben/)
  }
  const all = encode({ ...open, versions } as CommittedEvent)
  const typeFor = (user: string) => JSON.parse(versionFor(all, user as UserId).text).type
  expect([typeFor(ANA), typeFor(BEN), typeFor('cleo')]).toEqual([
    'room.updated',
    'room.created',
    'room.deleted',
  ])
})
