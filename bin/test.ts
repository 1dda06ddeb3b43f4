import { join } from 'node:path'
import { withServices } from '../tests/support/services.ts'
import { buildWeb } from '../web/build.ts'

/**
 * What `npm test` runs: every suite, four files at a time (they wait more than they work), and those
 * that reach a database once more on each other database that is to be had. Ends with the count alone on
 * a line, so that whoever reads the output, person or machine, finds it.
 */

/** What does not reach a database of the operator's choice: it runs once. */
const ONCE = new Set([
  'conformance',
  'data-lock',
  'ending',
  'examples',
  'fixtures',
  'forwarded',
  'generated',
  'go',
  'history',
  'hub',
  'input',
  'lobby',
  'package',
  'planted',
  'proxies',
  'proxy-matrix',
  'react-page',
  'sdk',
  'silent',
  'size',
  'spec',
  'start-faults',
  'walls',
])

const asked = process.argv.slice(2)
await buildWeb()
const total = { passed: 0, failed: 0, skipped: 0 }
await withServices(everything)
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)

async function everything(): Promise<void> {
  add(await suites('sqlite', asked))
  const again = asked.length > 0 ? asked : await overAgain()
  for (const database of ['postgres', 'mariadb']) {
    const variable = `TEST_${database.toUpperCase()}_URL`
    if (process.env[variable] !== undefined) add(await suites(database, again))
    else absent(database, variable)
  }
}

async function overAgain(): Promise<string[]> {
  const files: string[] = []
  for await (const file of new Bun.Glob('tests/*.test.ts').scan())
    if (!ONCE.has(file.slice('tests/'.length, -'.test.ts'.length))) files.push(`./${file}`)
  return files.sort()
}

async function suites(database: string, files: readonly string[]) {
  console.log(`\n== on ${database}`)
  const log = join(process.env['TMPDIR'] ?? '/tmp', `parlance-${database}-${process.pid}.xml`)
  const reporter = ['--reporter=junit', `--reporter-outfile=${log}`]
  const tests = Bun.spawn(
    [process.execPath, 'test', '--parallel=4', '--timeout=60000', ...reporter, ...files],
    {
      stdio: ['inherit', 'inherit', 'inherit'],
      env: { ...process.env, TEST_DATABASE: database },
    },
  )
  const code = await tests.exited
  const counts = await count(log)
  await Bun.file(log).delete()
  // What failed outside of any test is in no count.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

async function count(path: string) {
  const xml = await Bun.file(path).text()
  const root = /<testsuites[^>]*>/.exec(xml)?.[0] ?? ''
  const number = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(root)?.[1] ?? 0)
  const [tests, failed, skipped] = [number('tests'), number('failures'), number('skipped')]
  return { passed: tests - failed - skipped, failed, skipped }
}

/** Said by name, and counted. CI has everything, so there it is a failure. */
function absent(database: string, variable: string): void {
  const isNeeded = process.env['REQUIRE_SERVICES'] === '1'
  console.log(`\n== ${isNeeded ? 'FAILED' : 'skipped'}: the suites on ${database}: no ${variable}`)
  total[isNeeded ? 'failed' : 'skipped']++
}

function add(counts: typeof total): void {
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
}
