import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { withServices } from '../tests/support/services.ts'
import { buildCentrifugo } from './centrifugo.ts'
import { chart } from './chart.ts'
import { measure } from './measure.ts'
import { putIntoReadme } from './readme.ts'
import { json, type Measured, table } from './report.ts'
import type { Row } from './row.ts'
import { IDLE_CONNECTIONS, ROWS } from './rows.ts'

// npm run bench -- [--only A,B] [--rounds n] [--json] [--write]

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
const only = values.only?.toUpperCase().split(',')
const chosen = ROWS.filter(({ id }) => only?.includes(id) ?? true)
const say = (line: string) => console.error(line)

if (process.platform !== 'linux') fail('It reads CPU time and memory from /proc: Linux only.')
if (chosen.length === 0) fail(`--only takes some of ${ROWS.map(({ id }) => id).join()}`)
if (chosen.some(({ id }) => id === 'C')) checkFiles()
const withCentrifugo =
  chosen.some(({ variants }) => variants.includes('centrifugo')) && (await buildCentrifugo(say))
const rows = withCentrifugo ? chosen : chosen.map(withoutCentrifugo)

const measured: Measured[] = []
// Databases are started for those rows that want one.
await (rows.some((row) => row.database) ? withServices(measureAll) : measureAll())
console.log(values.json ? json(measured) : `\n${table(measured)}`)
if (values.write) await write()
process.exit(0)

async function measureAll(): Promise<void> {
  for (const row of rows.map(withRounds)) {
    say(`\n${row.id}  ${row.title}`)
    measured.push({ row, figures: await measure(row, say) })
  }
}

function withoutCentrifugo(row: Row): Row {
  return { ...row, variants: row.variants.filter((variant) => variant !== 'centrifugo') }
}

function withRounds(row: Row): Row {
  return values.rounds === undefined ? row : { ...row, rounds: Number(values.rounds) }
}

/** A connection is an open file: Bun and Node.js raise the soft limit, nobody passes the hard one. */
function checkFiles(): void {
  const hard = Bun.spawnSync(['sh', '-c', 'ulimit -Hn']).stdout.toString().trim()
  const needed = IDLE_CONNECTIONS + 2000
  if (Number(hard) < needed)
    fail(
      `Row C opens ${needed} files at a time and ulimit -Hn is ${hard}: raise it, or use --only A,B,D`,
    )
}

async function write(): Promise<void> {
  await Bun.write(join(import.meta.dir, 'figures.svg'), chart(measured))
  await putIntoReadme('figures', table(measured))
}

function fail(why: string): never {
  console.error(why)
  process.exit(2)
}
