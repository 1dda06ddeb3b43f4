import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { withServices } from '../tests/support/services.ts'
import { buildWeb } from '../web/build.ts'

/**
 * What `npm test` runs: every suite on SQLite, and those that touch SQL once more on each other database
 * that is to be had. Four files run at a time, as they wait more than they work, the longest first. Ends
 * with the slowest files, and the count alone on a line, so that whoever reads the output, person or
 * machine, finds it. `--long` (`npm run test:long`) runs every suite on every database and those of tests/long/, with
 * TEST_LONG=1: each planted bug by itself, more seeds. Files that are named run on every database.
 */

/**
 * Suites of statements, of the store's promises and of convergence: what a database could do otherwise. Not `matrix`:
 * it takes half a minute, roles are decided before any statement, and each command's own suite is here.
 */
const ON_EVERY_DATABASE = new Set([
  'batch',
  'clocks',
  'convergence',
  'database-faults',
  'databases',
  'deletion',
  'edits',
  'health',
  'invitations',
  'keys',
  'late-commit',
  'living',
  'management',
  'many',
  'membership',
  'mentions',
  'nodes',
  'once',
  'order',
  'owners',
  'pages',
  'plans',
  'presence',
  'reactions',
  'receipts',
  'replay',
  'resume',
  'rooms',
  'search',
  'search-many',
  'store',
  'threads',
  'unread',
  'upgrade',
])
/** What needs several nodes, and shows the same on each server. Chaos takes half a minute: `--long` has it on MariaDB. */
const ON_POSTGRES = new Set(['chaos', 'cluster', 'quick', 'typing'])
/** They take longest: a lane that began one of them last would keep the others waiting. */
const LONGEST = [
  'proxy-matrix',
  'planted',
  'lobby',
  'silent',
  'start-faults',
  'ending',
  'upgrade',
  'databases',
  'clocks',
  'presence',
  'slow',
  'living',
  'nodes',
  'chaos',
]
const LANES = 4
const SLOWEST = 15

type Job = { readonly file: string; readonly database: string }
type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number }

const asked = process.argv.slice(2).filter((word) => word !== '--long')
const isLong = process.argv.includes('--long')
const total = { passed: 0, failed: 0, skipped: 0 }
const times: (Job & { readonly seconds: number })[] = []
const folder = mkdtempSync(join(tmpdir(), 'parlance-tests-'))

await buildWeb()
await withServices(everything)
rmSync(folder, { recursive: true })
slowest()
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)

async function everything(): Promise<void> {
  const jobs = await jobsOf(databases())
  const lane = async () => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) add(await suite(job))
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

/** Those that are to be had. What is not is said by name, and counted: CI has everything, so there it is a failure. */
function databases(): string[] {
  const there = ['sqlite']
  for (const database of ['postgres', 'mariadb']) {
    const variable = `TEST_${database.toUpperCase()}_URL`
    if (process.env[variable] !== undefined) there.push(database)
    else {
      const isNeeded = process.env['REQUIRE_SERVICES'] === '1'
      console.log(`${isNeeded ? 'FAILED' : 'skipped'}: the suites on ${database}: no ${variable}`)
      total[isNeeded ? 'failed' : 'skipped']++
    }
  }
  return there
}

async function jobsOf(there: readonly string[]): Promise<Job[]> {
  const files = asked.length > 0 ? asked : await suites()
  const jobs = files.flatMap((file) =>
    there.filter((database) => isMeant(file, database)).map((database) => ({ file, database })),
  )
  const rank = ({ file }: Job) => LONGEST.indexOf(nameOf(file))
  const isLongest = ({ file }: Job) => LONGEST.includes(nameOf(file))
  return [
    ...jobs.filter(isLongest).sort((a, b) => rank(a) - rank(b)),
    ...jobs.filter((job) => !isLongest(job)),
  ]
}

async function suites(): Promise<string[]> {
  const pattern = isLong ? 'tests/**/*.test.ts' : 'tests/*.test.ts'
  return (await Array.fromAsync(new Bun.Glob(pattern).scan())).sort()
}

function isMeant(file: string, database: string): boolean {
  if (database === 'sqlite' || isLong || asked.length > 0) return true
  const name = nameOf(file)
  return ON_EVERY_DATABASE.has(name) || (database === 'postgres' && ON_POSTGRES.has(name))
}

function nameOf(file: string): string {
  return basename(file, '.test.ts')
}

/** One file on one database. What it said is shown where something failed. */
async function suite(job: Job): Promise<Counts> {
  const { file, database } = job
  const began = performance.now()
  const log = join(folder, `${database}-${nameOf(file)}.xml`)
  const reporter = ['--reporter=junit', `--reporter-outfile=${log}`]
  const tests = Bun.spawn([process.execPath, 'test', '--timeout=60000', ...reporter, `./${file}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TEST_DATABASE: database, ...(isLong && { TEST_LONG: '1' }) },
  })
  const said = Promise.all([tests.stdout, tests.stderr].map((out) => new Response(out).text()))
  const code = await tests.exited
  const counts = await count(log)
  const seconds = (performance.now() - began) / 1000
  times.push({ ...job, seconds })
  const isFine = code === 0 && counts.failed === 0
  if (!isFine) console.log((await said).join('\n'))
  const { passed, skipped } = counts
  // What failed outside of any test is in no count.
  const failed = isFine ? 0 : Math.max(1, counts.failed)
  const all = [
    `${passed} passed`,
    failed > 0 && `${failed} FAILED`,
    skipped > 0 && `${skipped} skipped`,
  ]
  console.log(
    `${file} on ${database}: ${all.filter(Boolean).join(', ')} in ${seconds.toFixed(1)} s`,
  )
  return { passed, failed, skipped }
}

async function count(path: string): Promise<Counts> {
  const report = Bun.file(path)
  const xml = (await report.exists()) ? await report.text() : ''
  const root = /<testsuites[^>]*>/.exec(xml)?.[0] ?? ''
  const number = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(root)?.[1] ?? 0)
  const [tests, failed, skipped] = [number('tests'), number('failures'), number('skipped')]
  return { passed: tests - failed - skipped, failed, skipped }
}

function add(counts: Counts): void {
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
}

function slowest(): void {
  console.log(`\nThe ${SLOWEST} slowest:`)
  for (const { file, database, seconds } of times
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST))
    console.log(`${seconds.toFixed(1).padStart(6)} s  ${file} on ${database}`)
}
