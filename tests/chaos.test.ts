import { expect, test } from 'bun:test'
import { chaos } from './chaos/chaos.ts'
import { FAKETIME } from './chaos/clock.ts'
import { Node } from './chaos/node.ts'
import { Random } from './history/random.ts'
import { DATABASE, freshDatabase } from './support/database.ts'
import { waitFor } from './support/wait.ts'

/** Whatever the seed, each of them succeeds sooner or later. */
const CALLS = [
  ...(['signIn', 'refresh', 'signOut', 'signOutAll'] as const),
  ...(['request', 'accept', 'block', 'sanction', 'lift', 'erase'] as const),
]

test('[CHA-1] [CHA-6] [CHA-7] nodes killed and paused, networks harmed, clocks wrong: nothing is lost, doubled, changed or told to the wrong one, nobody stays who has gone, or whose session has ended, and bans, blocks and consent hold', async () => {
  const { verdict, history } = await chaos({
    database: DATABASE,
    nodes: DATABASE === 'sqlite' ? 1 : 2,
    seconds: 20,
    // A busy machine takes longer for them.
    sends: 101,
    calls: CALLS,
    seed: 7,
    redisUrl: DATABASE === 'sqlite' ? '' : (process.env['TEST_REDIS_URL'] ?? ''),
    // The servers are shared with other tests: only the ways to them are harmed.
    services: {},
  })
  expect(verdict.violations).toEqual([])
  expect(verdict.acknowledged).toBeGreaterThan(100)
  expect(verdict.received).toBeGreaterThan(verdict.stored)
  expect(Object.keys(verdict.faults).length).toBeGreaterThan(2)
  const outcomes = (type: string) =>
    history.calls.flatMap(({ ask, outcome }) => (ask.type === type ? outcome : []))
  const tried = [...CALLS, 'erased'].map((type) => ({ type, outcomes: outcomes(type) }))
  expect(tried.filter((each) => !each.outcomes.includes('ok'))).toEqual([])
  expect(history.connections.some(({ isRefused }) => isRefused)).toBe(true)
}, 800_000)

test.skipIf(FAKETIME === undefined)(
  '[CHA-3] the clock of a node under chaos is wrong, otherwise after each start, and jumps while it runs',
  async () => {
    const database = await freshDatabase()
    const node = await Node.open(
      { databaseUrl: database.url, redisUrl: '' },
      { clock: new Random(36) },
    )
    const seen = async (offS: number | undefined) => {
      const answer = await fetch(`${node.url}/api/health`)
      const said = (Date.parse(answer.headers.get('date') ?? '') - Date.now()) / 1000
      // It says whole seconds, and an old one may be said for another second.
      return offS !== undefined && said < offS + 0.5 && said > offS - 2.5
    }
    try {
      const first = node.clock?.offS ?? 0
      await waitFor(() => seen(first))
      node.clock?.jump()
      const second = node.clock?.offS ?? 0
      expect(Math.abs(second - first)).toBeGreaterThan(5)
      await waitFor(() => seen(second))
      node.kill(0)
      await waitFor(() => node.clock?.offS !== second)
      await node.isUp()
      await waitFor(() => seen(node.clock?.offS))
    } finally {
      await node.close()
      await database.drop()
    }
  },
  60_000,
)

test('[CHA-5] a node under chaos is killed while it starts, several times, and then starts', async () => {
  const database = await freshDatabase()
  const node = await Node.open({ databaseUrl: database.url, redisUrl: '' })
  try {
    for (const seed of [1, 2]) {
      const before = node.killedStarts
      node.killStarting(new Random(seed))
      await waitFor(() => node.killedStarts > before, 30)
      await node.isUp(30)
    }
    expect(node.troubles).toEqual([])
  } finally {
    await node.close()
    await database.drop()
  }
}, 90_000)
