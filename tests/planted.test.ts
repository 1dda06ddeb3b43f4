import { expect, test } from 'bun:test'
import { planted } from './chaos/build.ts'
import { chaos } from './chaos/chaos.ts'
import { BUGS, SLOW, type Workload } from './chaos/planted.ts'
import type { Violation } from './history/history.ts'

/** Any will do. */
const SEED = Number(process.env['PLANTED_SEED'] ?? 5)
/** On a busy machine little happens while a bug can be seen: what one seed has missed is looked for with the next. */
const SEEDS = 3
/** A run costs ten seconds of CPU. Bugs of one workload break different rules, so one run can show all of them. */
const RUNS =
  process.env['TEST_LONG'] === '1'
    ? BUGS.map((bug) => [bug] as const)
    : [...Map.groupBy(BUGS, ({ workload }) => workload).values()]
/** How many may begin: one process speaks for all of them, and more would only be slower. */
let free = 5
const waiting: (() => void)[] = []

/** What a server was seen to violate, ours or that of another folder. */
async function violations(
  workload: Workload,
  server?: string,
  seed = SEED,
): Promise<readonly Violation[]> {
  if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve))
  else free--
  try {
    const { verdict } = await chaos({
      leaving: false,
      ...workload,
      ...(server !== undefined && { server }),
      database: 'sqlite',
      nodes: 1,
      seed,
      redisUrl: '',
      services: {},
    })
    return verdict.violations
  } finally {
    const next = waiting.shift()
    if (next === undefined) free++
    else next()
  }
}

for (const bugs of RUNS)
  test.concurrent(`[CHA-2] planted bugs are found: ${bugs.map(({ name }) => name).join('; ')}`, async () => {
    using build = planted(bugs)
    const found = new Set<string>()
    const missed = () => bugs.filter(({ rules }) => !rules.some((rule) => found.has(rule)))
    for (let seed = SEED; seed < SEED + SEEDS && missed().length > 0; seed++)
      for (const { rule } of await violations(bugs[0].workload, build.server, seed)) found.add(rule)
    expect({ found, missed: missed().map(({ name }) => name) }).toEqual({ found, missed: [] })
  }, 1_000_000)

test.concurrent('[CHA-2] without a planted bug nothing is found, however slow a reader is', async () => {
  expect((await violations(SLOW)).slice(0, 5)).toEqual([])
}, 400_000)

test('[CHA-2] a bug whose mark is missing, or occurs twice, is an error', () => {
  expect(() => planted([{ ...BUGS[0], mark: 'nowhere' }])).toThrow('occurs 0 times')
  expect(() => planted([{ ...BUGS[0], mark: '.*' }])).toThrow('cannot be planted')
})
