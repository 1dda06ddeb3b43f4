import { expect, test } from 'bun:test'
import { planted } from './chaos/build.ts'
import { chaos } from './chaos/chaos.ts'
import { BUGS, SLOW, type Workload } from './chaos/planted.ts'

/** Any will do. */
const SEED = Number(process.env['PLANTED_SEED'] ?? 5)
/** One process speaks for all of them: more at a time would only be slower. */
const lanes = Array.from({ length: 3 }, () => Promise.resolve())
let begun = 0

/** Which rules a server was seen to violate, ours or that of another folder. */
async function violated(workload: Workload, server?: string): Promise<string[]> {
  const { verdict } = await chaos({
    ...workload,
    ...(server !== undefined && { server }),
    database: 'sqlite',
    nodes: 1,
    seed: SEED,
    redisUrl: '',
    services: {},
  })
  return [...new Set(verdict.violations.map(({ rule }) => rule))]
}

/** As soon as one of the lanes is free. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const lane = begun++ % lanes.length
  const done = (lanes[lane] ?? Promise.resolve()).then(work)
  lanes[lane] = done.then(
    () => undefined,
    () => undefined, // its test says so
  )
  return done
}

for (const bug of BUGS)
  test.concurrent(`[CHA-2] a planted bug is found: ${bug.name}`, async () => {
    using build = planted(bug)
    const found = await inTurn(() => violated(bug.workload, build.server))
    expect({ found, isMeant: bug.rules.some((rule) => found.includes(rule)) }).toEqual({
      found,
      isMeant: true,
    })
  }, 150_000)

test.concurrent('[CHA-2] without a planted bug nothing is found, however slow a reader is', async () => {
  expect(await inTurn(() => violated(SLOW))).toEqual([])
}, 150_000)

test('[CHA-2] a bug that has no place to be planted is an error', () => {
  expect(() => planted({ ...BUGS[0], find: 'nowhere to be found' })).toThrow('occurs 0 times')
  expect(() => planted({ ...BUGS[0], find: 'const' })).toThrow('cannot be planted')
})
