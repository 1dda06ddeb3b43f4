import { buildWeb } from '../web/build.ts'

/**
 * What `npm test` runs: builds the web app, then every suite, two files at a time. Ends with the
 * count alone on a line, so that whoever reads the output, person or machine, finds it.
 */
await buildWeb()
const log = `${process.env['TMPDIR'] ?? '/tmp'}/parlance-tests-${process.pid}.xml`
const tests = Bun.spawn(
  [
    process.execPath,
    'test',
    '--parallel=2',
    '--timeout=20000',
    '--reporter=junit',
    `--reporter-outfile=${log}`,
    ...process.argv.slice(2),
  ],
  { stdio: ['inherit', 'inherit', 'inherit'] },
)
const code = await tests.exited
const counts = await count(log)
await Bun.file(log).delete()
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exit(code === 0 && counts.passed > 0 ? 0 : 1)

async function count(path: string) {
  const xml = await Bun.file(path).text()
  const root = /<testsuites[^>]*>/.exec(xml)?.[0] ?? ''
  const number = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(root)?.[1] ?? 0)
  const [tests, failed, skipped] = [number('tests'), number('failures'), number('skipped')]
  return { passed: tests - failed - skipped, failed, skipped }
}
