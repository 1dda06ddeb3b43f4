import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { withServices } from '../tests/support/services.ts'
import { buildWeb } from '../web/build.ts'

/**
 * `npm test` runs every suite on SQLite, and the suites that depend on SQL also on PostgreSQL or on both servers. Of the
 * other suites the tests with several nodes run on PostgreSQL. Five files run at a time, two of the slowest and three of
 * the others. The output ends with the slowest files and a line with only the counts, which people and programs find
 * easily. `--long` (`npm run test:long`) runs every suite on every database, and also tests/long/, with TEST_LONG=1: each
 * planted bug in a run of its own, and more seeds. Files given as arguments run on every database.
 */

/** Suites that are most likely to differ between databases: statements, the guarantees of the store, and convergence. */
const ON_EVERY_DATABASE = new Set([
  'accounts',
  'batched-statements',
  'convergence',
  'database-faults',
  'databases',
  'jobs',
  'late-commit',
  'lifetimes',
  'once',
  'order',
  'plans',
  'resume',
  'search-words',
  'store',
  'upgrade',
])
/**
 * Suites that also depend on SQL, on transactions at the same moment, or on several nodes: only `--long` runs them on
 * MariaDB, too, because CI has fifteen minutes. Not `matrix`: it takes half a minute, and roles are checked before any
 * statement.
 */
const ON_POSTGRES = new Set([
  'quotas',
  'session-end',
  'batch',
  'chaos',
  'clocks',
  'cluster',
  'deletion',
  'health',
  'invitations',
  'jobs-nodes',
  'living',
  'membership',
  'mentions',
  'nodes',
  'pages',
  'presence',
  'quick',
  'receipts',
  'requests',
  'rooms',
  'search-access',
  'search-many',
  'search-queries',
  'sessions',
  'sweeps',
  'unread',
])
/** The slowest suites start first: if one of them started last, the other lanes would wait for it. */
const LONGEST = [
  'proxy-matrix',
  'planted',
  'lobby',
  'lobby-page',
  'conformance',
  'silent',
  'start-faults',
  'ending',
  'upgrade',
  'databases',
  'clocks',
  'presence',
  'presence-audience',
  'slow',
  'living',
  'nodes',
  'chaos',
]
/** The slowest suites mostly wait, the others compute: some lanes take the next of the slowest, some of the quickest. */
const LANES = { slowest: 2, quickest: 3 }
const SLOWEST = 15

type Job = {
  readonly file: string
  readonly database: string
  /** Only the tests with several nodes, whose names contain "node": on SQLite they cannot run. */
  readonly onlyNodes: boolean
}
type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number }

const requested = process.argv.slice(2).filter((arg) => arg !== '--long')
const isLong = process.argv.includes('--long')
const total = { passed: 0, failed: 0, skipped: 0 }
const times: (Job & { readonly seconds: number })[] = []
const folder = mkdtempSync(join(tmpdir(), 'parlance-tests-'))

await buildWeb()
await withServices(runAll)
rmSync(folder, { recursive: true })
printSlowest()
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)

async function runAll(): Promise<void> {
  const jobs = await jobsOf(databases())
  const lane = async (next: () => Job | undefined) => {
    for (let job = next(); job !== undefined; job = next()) addCounts(await runSuite(job))
  }
  await Promise.all([
    ...Array.from({ length: LANES.slowest }, () => lane(() => jobs.shift())),
    ...Array.from({ length: LANES.quickest }, () => lane(() => jobs.pop())),
  ])
}

/** The available databases. A missing one is printed, and counted as skipped; in CI it is a failure. */
function databases(): string[] {
  const available = ['sqlite']
  for (const database of ['postgres', 'mariadb']) {
    const variable = `TEST_${database.toUpperCase()}_URL`
    if (process.env[variable] !== undefined) available.push(database)
    else {
      const isRequired = process.env['REQUIRE_SERVICES'] === '1'
      console.log(
        `${isRequired ? 'FAILED' : 'skipped'}: the suites on ${database}, because ${variable} is not set`,
      )
      total[isRequired ? 'failed' : 'skipped']++
    }
  }
  return available
}

async function jobsOf(available: readonly string[]): Promise<Job[]> {
  const files = requested.length > 0 ? requested : await suites()
  const jobs: Job[] = []
  for (const file of files) {
    for (const database of available)
      if (runsOn(file, database)) jobs.push({ file, database, onlyNodes: false })
    if (available.includes('postgres') && !runsOn(file, 'postgres') && (await startsNodes(file)))
      jobs.push({ file, database: 'postgres', onlyNodes: true })
  }
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

function runsOn(file: string, database: string): boolean {
  if (database === 'sqlite' || isLong || requested.length > 0) return true
  const name = nameOf(file)
  return ON_EVERY_DATABASE.has(name) || (database === 'postgres' && ON_POSTGRES.has(name))
}

async function startsNodes(file: string): Promise<boolean> {
  return (await Bun.file(file).text()).includes(`from './support/nodes.ts'`)
}

function nameOf(file: string): string {
  return basename(file, '.test.ts')
}

/** Runs one file on one database, and prints its output if a test failed. */
async function runSuite(job: Job): Promise<Counts> {
  const { file, database, onlyNodes } = job
  const startedAt = performance.now()
  const report = join(folder, `${database}-${nameOf(file)}.xml`)
  const options = ['--timeout=60000', '--reporter=junit', `--reporter-outfile=${report}`]
  if (onlyNodes) options.push('--test-name-pattern=node')
  const tests = Bun.spawn([process.execPath, 'test', ...options, `./${file}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      // Beside the data of the services: see bin/services.
      TMPDIR: process.env['TEST_TMPDIR'] ?? tmpdir(),
      TEST_DATABASE: database,
      ...(isLong && { TEST_LONG: '1' }),
    },
  })
  const output = Promise.all([tests.stdout, tests.stderr].map((out) => new Response(out).text()))
  const code = await tests.exited
  const counts = await countsIn(report)
  // The report counts the tests that do not match the pattern as skipped.
  const leftOut = Number(/(\d+) filtered out/.exec((await output).join('\n'))?.[1] ?? 0)
  const seconds = (performance.now() - startedAt) / 1000
  // Of the suite and of every process that it started and waited for: not of the databases.
  const cpuSeconds = Number(tests.resourceUsage()?.cpuTime.total ?? 0) / 1e6
  times.push({ ...job, seconds })
  const isPassed = code === 0 && counts.failed === 0
  if (!isPassed) console.log((await output).join('\n'))
  const { passed } = counts
  const skipped = counts.skipped - leftOut
  // A failure outside of any test is in no count.
  const failed = isPassed ? 0 : Math.max(1, counts.failed)
  const summary = [
    `${passed} passed`,
    failed > 0 && `${failed} FAILED`,
    skipped > 0 && `${skipped} skipped`,
  ]
  console.log(
    `${file} on ${database}: ${summary.filter(Boolean).join(', ')} in ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of CPU`,
  )
  return { passed, failed, skipped }
}

async function countsIn(path: string): Promise<Counts> {
  const report = Bun.file(path)
  const xml = (await report.exists()) ? await report.text() : ''
  const root = /<testsuites[^>]*>/.exec(xml)?.[0] ?? ''
  const number = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(root)?.[1] ?? 0)
  const [tests, failed, skipped] = [number('tests'), number('failures'), number('skipped')]
  return { passed: tests - failed - skipped, failed, skipped }
}

function addCounts(counts: Counts): void {
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
}

function printSlowest(): void {
  console.log(`\nThe ${SLOWEST} slowest:`)
  for (const { file, database, seconds } of times
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST))
    console.log(`${seconds.toFixed(1).padStart(6)} s  ${file} on ${database}`)
}
