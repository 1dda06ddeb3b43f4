export type Suite = {
  readonly file: string
  readonly seconds: number
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** The most lines of a failure, and of a process that failed outside of any test. */
const LINES = 40

/** The suites in Bun's report of a process: none if the process crashed. */
export async function suitesIn(path: string): Promise<Suite[]> {
  const report = Bun.file(path)
  const xml = (await report.exists()) ? await report.text() : ''
  // A file is indented less than a `describe` in it.
  return [...xml.matchAll(/^ {2}<testsuite .*>/gm)].map(([element]) => {
    const text = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(element)?.[1] ?? ''
    const number = (name: string) => Number(text(name))
    const [failed, skipped] = [number('failures'), number('skipped')]
    const passed = number('tests') - failed - skipped
    return { file: text('file'), seconds: number('time'), passed, failed, skipped }
  })
}

/**
 * What Bun printed for each test that failed, at most 40 lines each, with its file: the report has less for a timeout, and
 * nothing for what fails outside of any test. If no test failed, the last lines of the output.
 */
export function failuresIn(output: string): string[] {
  const failures: string[] = []
  let file = ''
  let lines: string[] = []
  for (const line of output.split('\n')) {
    // Here it lists them again.
    if (/^\d+ tests? failed:$/.test(line)) break
    if (/^\S+\.test\.ts:$/.test(line)) {
      file = line
      lines = []
      continue
    }
    lines.push(line)
    if (line.startsWith('(fail) ')) failures.push([file, ...lines.slice(-LINES)].join('\n'))
    // Below a failure Bun may explain it.
    if (lines.length === 1 && line.startsWith('  ^ ')) failures.push(`${failures.pop()}\n${line}`)
    if (/^\((fail|pass|skip|todo)\) /.test(line)) lines = []
  }
  return failures.length > 0 ? failures : [lines.slice(-LINES).join('\n')]
}
