import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { bundleServer } from '../tests/support/server-bundle.ts'
import { withServices } from '../tests/support/services.ts'
import { withTemplates } from '../tests/support/templates.ts'
import { ensureWeb } from '../web/build.ts'
import { type Newer, newerServers } from './newer.ts'
import { failuresIn, type Suite, suitesIn } from './test-output.ts'

/**
 * `npm test` runs every suite on SQLite, and the suites that depend on SQL also on PostgreSQL or on both servers. Of the
 * other suites the tests with several nodes run on PostgreSQL. A process runs one of the slowest files, or eight of the others,
 * which load the server once. Five processes run at a time, two with the slowest and three with the others. The output ends
 * with the slowest files, every failure once more, because a CI may show only the end, and a line with only the counts.
 * `--long` (`npm run test:long`) runs every suite on every database, and also tests/long/, with TEST_LONG=1: each planted bug
 * in a run of its own, and more seeds, and the suites of databases on the servers of `bin/newer-services`. Files given as
 * arguments run on every database.
 */

/** Suites that are most likely to differ between databases: statements, the guarantees of the store, and convergence. */
const ON_EVERY_DATABASE = new Set([
  'accounts',
  'batched-statements',
  'convergence',
  'database-faults',
  'databases',
  'failover',
  'jobs',
  'late-commit',
  'lifetimes',
  'once',
  'order',
  'plans',
  'resume',
  'search-words',
  'store',
  'tls',
  'upgrade',
])
/**
 * Suites that also depend on SQL, on transactions at the same moment, or on several nodes: only `--long` runs them on MariaDB,
 * too, because CI has fifteen minutes. Not `matrix`: it is slow, and roles are checked before any statement.
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
/**
 * The slowest suites, and those that change their process, run in a process of their own. They start first: if one of them
 * started last, the other lanes would wait for it.
 */
const ALONE = [
  'proxy-matrix',
  'planted',
  'chaos',
  'silent',
  'ending',
  'lobby',
  'clocks',
  'conformance',
  'databases',
  'presence',
  'upgrade',
  'living',
  'shell-page',
  'entry-page',
  'languages-page',
  'explain-agrees',
  'start-faults',
  'nodes',
  'lobby-page',
  'presence-audience',
  'slow',
]
/** The slowest suites mostly wait, the others compute: some lanes take the next of the slowest, some of the quickest. */
const LANES = { slowest: 2, quickest: 3 }
/** The most files of a process that runs several. */
const FILES = 8
const SLOWEST = 15

/** The work of one process. */
type Job = {
  readonly files: readonly string[]
  readonly database: string
  /** Only the tests with several nodes, whose names contain "node": on SQLite they cannot run. */
  readonly onlyNodes: boolean
  readonly newer?: Newer
}

const requested = process.argv.slice(2).filter((arg) => arg !== '--long')
const isLong = process.argv.includes('--long')
const total = { passed: 0, failed: 0, skipped: 0, cpuSeconds: 0 }
const times: { readonly name: string; readonly seconds: number }[] = []
/** What is printed once more at the end. */
const failureTexts: string[] = []
let folder = ''

await ensureWeb()
await withServices(runAll)
printSlowest()
for (const text of failureTexts) console.log(`\n${text}`)
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)

async function runAll(): Promise<void> {
  // Beside the data of the services, and gone with it if this process is killed: see bin/services.
  const services = process.env['TEST_SERVICES'] ?? ''
  folder = mkdtempSync(join(existsSync(services) ? services : tmpdir(), 'parlance-tests-'))
  // As /tmp is: some tests start a server as another user, which writes into it.
  chmodSync(folder, 0o1777)
  const jobs = await jobsOf(databases())
  const lane = async (next: () => Job | undefined) => {
    for (let job = next(); job !== undefined; job = next()) await runJob(job)
  }
  process.env['TEST_SERVER_PROGRAM'] = await bundleServer(folder)
  await withTemplates(folder, async () => {
    await Promise.all([
      ...Array.from({ length: LANES.slowest }, () => lane(() => jobs.shift())),
      ...Array.from({ length: LANES.quickest }, () => lane(() => jobs.pop())),
    ])
  })
  rmSync(folder, { recursive: true })
}

/** The available databases. A missing one is printed, and counted as skipped; in CI it is a failure. */
function databases(): string[] {
  const available = ['sqlite']
  for (const database of ['postgres', 'mariadb']) {
    const variable = `TEST_${database.toUpperCase()}_URL`
    if (process.env[variable] !== undefined) available.push(database)
    else {
      const isRequired = process.env['REQUIRE_SERVICES'] === '1'
      const text = `${isRequired ? 'FAILED' : 'skipped'}: the suites on ${database}, because ${variable} is not set`
      console.log(text)
      if (isRequired) failureTexts.push(text)
      total[isRequired ? 'failed' : 'skipped']++
    }
  }
  return available
}

async function jobsOf(available: readonly string[]): Promise<Job[]> {
  const files = requested.length > 0 ? requested : await suites()
  const alone: Job[] = []
  const together: Job[] = []
  const add = (database: string, onlyNodes: boolean, fits: (file: string) => boolean) => {
    const chosen = files.filter(fits)
    const isAlone = (file: string) => requested.length > 0 || ALONE.includes(nameOf(file))
    for (const file of chosen.filter(isAlone)) alone.push({ files: [file], database, onlyNodes })
    const others = chosen.filter((file) => !isAlone(file))
    // Names that begin alike are spread: so the processes take about the same time, and none is waited for at the end.
    const processes = Math.ceil(others.length / FILES)
    for (let i = 0; i < processes; i++)
      together.push({ files: others.filter((_, n) => n % processes === i), database, onlyNodes })
  }
  for (const database of available) add(database, false, (file) => runsOn(file, database))
  if (available.includes('postgres'))
    add('postgres', true, (file) => !runsOn(file, 'postgres') && startsNodes(file))
  if (isLong && requested.length === 0) alone.push(...newerJobs(files))
  const rank = ({ files: [file = ''] }: Job) => ALONE.indexOf(nameOf(file))
  return [...alone.sort((a, b) => rank(a) - rank(b)), ...together]
}

/** On newer servers: the suites that are most likely to differ, and those of several nodes for the bus between them. */
function newerJobs(files: readonly string[]): Job[] {
  const servers = newerServers((line) => {
    console.log(`skipped: ${line}`)
    total.skipped++
  })
  return servers.flatMap((newer) => {
    const fits = (file: string) =>
      newer.suites === 'of nodes'
        ? startsNodes(file)
        : newer.name.includes('pgbouncer')
          ? ['databases', 'tls'].includes(nameOf(file))
          : ON_EVERY_DATABASE.has(nameOf(file))
    const { database } = newer
    return files
      .filter(fits)
      .map((file) => ({ files: [file], database, onlyNodes: newer.suites === 'of nodes', newer }))
  })
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

function startsNodes(file: string): boolean {
  return readFileSync(file, 'utf8').includes(`from './support/nodes.ts'`)
}

function nameOf(file: string): string {
  return basename(file, '.test.ts')
}

/** Runs files on one database, and prints their output if a test failed. */
async function runJob(job: Job): Promise<void> {
  const { files, onlyNodes } = job
  const database = job.newer?.name ?? job.database
  const startedAt = performance.now()
  const report = join(folder, `${crypto.randomUUID()}.xml`)
  const options = ['--timeout=60000', '--reporter=junit', `--reporter-outfile=${report}`]
  if (onlyNodes) options.push('--test-name-pattern=node')
  const paths = files.map((file) => `./${file}`)
  const tests = Bun.spawn([process.execPath, 'test', ...options, ...paths], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      TMPDIR: folder,
      TEST_DATABASE: job.database,
      ...(isLong && { TEST_LONG: '1' }),
      ...job.newer?.env,
    },
  })
  const output = Promise.all([tests.stdout, tests.stderr].map((out) => new Response(out).text()))
  const code = await tests.exited
  const seconds = (performance.now() - startedAt) / 1000
  // Of the files and of every process that they started and waited for: not of the databases.
  const cpuSeconds = Number(tests.resourceUsage()?.cpuTime.total ?? 0) / 1e6
  total.cpuSeconds += cpuSeconds
  const ran = await suitesIn(report)
  const text = (await output).join('\n')
  // The report counts the tests that do not match the pattern as skipped.
  const leftOut = Number(/(\d+) filtered out/.exec(text)?.[1] ?? 0)
  const skipped = ran.reduce((sum, suite) => sum + suite.skipped, -leftOut)
  // A failure outside of any test is in no count, and a process that crashes writes no report.
  const isLost = code !== 0 && ran.every(({ failed }) => failed === 0)
  if (code !== 0) {
    console.log(text)
    for (const failure of failuresIn(text)) failureTexts.push(`FAILED on ${database}: ${failure}`)
  }
  for (const suite of ran) addSuite(suite, database)
  total.skipped += skipped
  total.failed += isLost ? 1 : 0
  const what = files.length === 1 ? files[0] : `these ${files.length} files`
  const summary = [
    `${what} on ${database}: ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of CPU`,
    skipped > 0 && `${skipped} skipped`,
    isLost && `FAILED outside of any test: ${files.join(' ')}`,
  ]
  console.log(summary.filter(Boolean).join(', '))
}

function addSuite({ file, seconds, passed, failed }: Suite, database: string): void {
  total.passed += passed
  total.failed += failed
  const name = `${file} on ${database}`
  times.push({ name, seconds })
  const failures = failed > 0 ? `, ${failed} FAILED` : ''
  console.log(`${name}: ${passed} passed${failures} in ${seconds.toFixed(1)} s`)
}

function printSlowest(): void {
  console.log(`\nThe ${SLOWEST} slowest:`)
  for (const { name, seconds } of times.toSorted((a, b) => b.seconds - a.seconds).slice(0, SLOWEST))
    console.log(`${seconds.toFixed(1).padStart(6)} s  ${name}`)
  console.log(`${total.cpuSeconds.toFixed(0)} s of CPU in all suites`)
}
