import { expect, test } from 'bun:test'
import type { RoomId } from '../protocol/ids.ts'
import type { CommittedEvent } from '../protocol/memberships.ts'
import { Refusal } from '../protocol/refusals.ts'
import { BackwardReader } from '../server/store/log/backward-reader.ts'
import { SharedHydration } from '../server/store/log/shared-hydration.ts'
import { SharedSnapshot, type Snapshot } from '../server/store/log/shared-snapshot.ts'
import type { Run } from '../server/store/tables/statement.ts'
import type { EventRow } from '../server/store/tables/tables.ts'
import { waitFor } from './support/wait.ts'

// Moments that a client cannot bring about: something is asked for in the middle of a read.

const ROOM = 'room_1' as RoomId
const row = (seq: number, at = seq) => ({ log: ROOM, seq, at }) as EventRow
const upTo = (n: number) => Array.from({ length: n }, (_, i) => row(i + 1))

/** Reads that end when the test says so. Each event says by which read it was hydrated. */
function hydration() {
  const reads: { entries: readonly EventRow[]; end: (error?: Error) => void }[] = []
  const shared = new SharedHydration((entries) => {
    const { promise, resolve, reject } = Promise.withResolvers<readonly CommittedEvent[]>()
    const read = reads.length
    const events = entries.map(({ seq }) => ({ seq, read }) as unknown as CommittedEvent)
    reads.push({ entries, end: (error) => (error ? reject(error) : resolve(events)) })
    return promise
  })
  return { shared, reads }
}
const readOf = (event: CommittedEvent | undefined) => (event as unknown as { read: number })?.read

test('[RES-14] an event that is asked for while it is read is read again', async () => {
  const { shared, reads } = hydration()
  const [ana, ben] = [shared.hydrate(upTo(3)), shared.hydrate([row(2)])]
  await waitFor(() => reads.length === 1)
  const cleo = shared.hydrate([row(2), row(4)])
  reads[0]?.end()
  expect((await ana).map(readOf)).toEqual([0, 0, 0])
  expect((await ben)[0]).toBe((await ana)[1])
  await waitFor(() => reads.length === 2)
  reads[1]?.end()
  expect((await cleo).map(readOf)).toEqual([1, 1])
  expect(reads.map(({ entries }) => entries.map(({ seq }) => seq))).toEqual([
    [1, 2, 3],
    [2, 4],
  ])
})

test('[RES-14] what one caller asks for fails nobody else; without a database all fail', async () => {
  const { shared, reads } = hydration()
  const many = [shared.hydrate([row(1)]), shared.hydrate([row(2)])]
  await waitFor(() => reads.length === 1)
  reads[0]?.end(new Error('a row that does not exist'))
  await waitFor(() => reads.length === 3)
  reads[1]?.end(new Error('a row that does not exist'))
  reads[2]?.end()
  expect(await Promise.allSettled(many)).toMatchObject([
    { status: 'rejected' },
    { status: 'fulfilled', value: [{ seq: 2 }] },
  ])
  const all = [shared.hydrate([row(1)]), shared.hydrate([row(2)])]
  await waitFor(() => reads.length === 4)
  reads[3]?.end(new Refusal('unavailable'))
  for (const one of await Promise.allSettled(all)) expect(one.status).toBe('rejected')
  expect(reads).toHaveLength(4)
})

test('[RES-14] whoever asks during a transaction is answered by a later one, and a failed one fails one caller', async () => {
  let begun = 0
  const shared = new SharedSnapshot(async (work) => {
    begun++
    await work({ time: { at: begun } } as Snapshot)
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  const beginOf = ({ time }: Snapshot) => time.at
  const first = shared.read(async (snapshot) => {
    await promise
    return beginOf(snapshot)
  })
  const broken = shared.read(() => Promise.reject(new Error('no such value')))
  const next = shared.read(async (snapshot) => beginOf(snapshot))
  await waitFor(() => begun === 1)
  const late = shared.read(async (snapshot) => beginOf(snapshot))
  const refused = shared.read(() => Promise.reject(new Refusal('session_ended')))
  resolve()
  expect(await Promise.allSettled([first, broken, refused])).toMatchObject([
    { value: 1 },
    { reason: { message: 'no such value' } },
    { reason: { code: 'session_ended' } },
  ])
  expect(await next).toBeGreaterThan(1)
  expect(await late).toBeGreaterThan(1)
})

test('[RES-14] a log that is read for several callers gives each the events that they have missed', async () => {
  const log = upTo(1300)
  let rows = 0
  const run = {
    all: async (_: unknown, a: { after: number; seq: number; limit: number }) => {
      const found = log.filter(({ seq }) => seq > a.after && seq <= a.seq).toReversed()
      rows += Math.min(found.length, a.limit)
      return found.slice(0, a.limit)
    },
  } as unknown as Run
  const reader = new BackwardReader()
  const seqsOf = async (from: number, received: number, end = 1300, budget = 2000) =>
    (await reader.read(run, { log: ROOM, from, received, end }, budget))?.map(({ seq }) => seq)
  const between = (from: number, to: number) => log.slice(from - 1, to).map(({ seq }) => seq)
  expect(await seqsOf(0, 1250)).toEqual(between(1251, 1300))
  expect(await seqsOf(0, 1290)).toEqual(between(1291, 1300))
  expect(await seqsOf(1295, 0)).toEqual(between(1295, 1300))
  expect(rows).toBe(50)
  expect(await seqsOf(0, 100)).toEqual(between(101, 1300))
  expect(await seqsOf(0, 0, 1300, 1299)).toBeUndefined()
  expect(await seqsOf(0, 0)).toEqual(between(1, 1300))
  expect(rows).toBe(1300)
  const both = await Promise.all([seqsOf(600, 0, 1200), seqsOf(0, 20, 1200), seqsOf(0, 1199, 1200)])
  expect(both).toEqual([between(600, 1200), between(21, 1200), [1200]])
})
