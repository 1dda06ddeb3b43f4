import { parseArgs } from 'node:util'
import { progress } from '../replay/progress.ts'
import { chaos, type Plan, type Verdict } from './chaos.ts'
import { startServices } from './services.ts'

const HELP = `npm run chaos -- [--database sqlite|postgres|mariadb] [--nodes N] [--minutes M] [--seed S] [--json | --row]

People on all doors of a cluster of its own, while its nodes, Redis and database are killed and frozen,
nodes are killed as they start, networks are slow, silent, lossy, truncating and cut, and the nodes'
clocks are wrong and jump (libfaketime), as the seed decides. Then all is healed, and everything that was
done and received is judged (tests/history/checker.ts). Linux only; SQLite has one node.

  --faults   only these, with commas between: "link slow,commit held"
  --history  where to write the whole history, as JSON
  --json     the verdict for machines
  --row      the verdict as a row of the table in docs/reliability.md; what was violated on standard error`

const { values } = parseArgs({
  options: {
    database: { type: 'string', default: 'sqlite' },
    nodes: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    faults: { type: 'string' },
    history: { type: 'string' },
    json: { type: 'boolean', default: false },
    row: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const { database } = values
if (values.help || !['sqlite', 'postgres', 'mariadb'].includes(database)) {
  console.log(HELP)
  process.exit(values.help ? 0 : 2)
}

const verdict = await run()
if (values.row) {
  console.log(row(verdict))
  if (verdict.violations.length > 0) console.error(report(verdict))
} else console.log(values.json ? JSON.stringify(verdict) : report(verdict))
process.exit(verdict.violations.length === 0 ? 0 : 1)

async function run(): Promise<Verdict> {
  const seconds = Math.round(Number(values.minutes) * 60)
  const seed = Number(values.seed)
  const faults = values.faults?.split(',')
  const plan: Plan = {
    ...{ database, seconds, seed, nodes: 1, redisUrl: '', services: {} },
    ...(faults && { faults }),
  }
  if (database === 'sqlite') return play(plan)
  const services = startServices()
  try {
    for (const [name, value] of services.said) process.env[name] = value
    const own = database === 'postgres' ? services.postgres() : services.mariadb()
    return await play({
      ...plan,
      nodes: Number(values.nodes),
      redisUrl: services.said.get('TEST_REDIS_URL') ?? '',
      services: { [database]: own, redis: services.redis() },
    })
  } finally {
    services.stop()
  }
}

async function play(plan: Plan): Promise<Verdict> {
  const bar = progress(`${database} ${plan.seed}`)
  const begun = performance.now()
  let last = 'nothing yet'
  const timer = setInterval(() => {
    const done = Math.min(plan.seconds, Math.floor((performance.now() - begun) / 1000))
    bar.show(done, plan.seconds, last)
  }, 250)
  const { verdict, history } = await chaos({ ...plan, onFault: (name) => (last = name) }).finally(
    () => {
      clearInterval(timer)
      bar.end()
    },
  )
  if (values.history !== undefined) await Bun.write(values.history, JSON.stringify(history))
  return verdict
}

/** Of the table in docs/reliability.md. */
function row(verdict: Verdict): string {
  const { nodes, seed, sends, acknowledged, stored, received, connections, violations } = verdict
  const faults = Object.values(verdict.faults).reduce((sum, times) => sum + times, 0)
  const numbers = [nodes, seed, faults, sends, acknowledged, stored, received, connections]
  const cells = [database, ...numbers, violations.length].map((cell) => cell.toLocaleString('en'))
  return `| ${cells.join(' | ')} |`
}

function report({ faults, leftOut, violations, logged, ...numbers }: Verdict): string {
  const rules = Map.groupBy(violations, ({ rule }) => rule)
  const judged = [...rules].map(([rule, all]) => ({ rule, violations: all.length }))
  return [
    Bun.inspect.table([{ database, ...numbers }]),
    Bun.inspect.table([faults]),
    ...leftOut.map((what) => `Left out: ${what}.`),
    ...Object.entries(logged).map(([what, times]) => `logged ${times} times: ${what}`),
    violations.length === 0 ? 'Nothing was violated.' : Bun.inspect.table(judged),
    ...[...rules.values()].flatMap((all) => all.slice(0, 8).map((v) => `${v.rule}: ${v.says}`)),
  ].join('\n')
}
