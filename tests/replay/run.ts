import { parseArgs } from 'node:util'
import { playDay, type Verdict } from './day.ts'
import { progress } from './progress.ts'
import { mortalServer } from './server.ts'

const HELP = `npm run replay -- [--speed LINES_PER_SECOND] [--kill TIMES] [--json] FILE…

Plays IRC logs through a Parlance of its own: a user and a socket for each nick, 20 observers on
sockets and 20 on streams, half of which drop and resume all the time. Then compares what each of
them heard, and what history returns, with the file: every line, once, in order.

  --speed   lines a second; 0, the default, is as fast as they are acknowledged
  --kill    how often the server is killed with kill -9 and started again meanwhile
  --json    the verdict for machines`

const OBSERVERS = 20

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    speed: { type: 'string', default: '0' },
    kill: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help || positionals.length === 0) {
  console.log(HELP)
  process.exit(values.help ? 0 : 2)
}

const verdicts = await replay(positionals, Number(values.speed), Number(values.kill))
console.log(values.json ? JSON.stringify(verdicts) : report(verdicts))
process.exit(verdicts.every((v) => v.wrong.length === 0) ? 0 : 1)

async function replay(files: readonly string[], speed: number, kills: number): Promise<Verdict[]> {
  await using server = await mortalServer()
  const verdicts: Verdict[] = []
  let killed = 0
  for (const [n, file] of files.entries()) {
    const bar = progress(`${n + 1}/${files.length} ${file.split('/').at(-1)}`)
    const onLine = async (done: number, of: number) => {
      bar.show(done, of, `${killed} kills`)
      // Spread over all the files; the server comes back while the observers are trying to.
      if (killed < kills && (n + done / of) / files.length >= (killed + 0.5) / kills) {
        killed++
        void server.kill()
      }
    }
    verdicts.push(await playDay(file, { url: server.url, speed, observers: OBSERVERS, onLine }))
    bar.end()
  }
  if (!values.json) console.log(`\nkilled with kill -9 and started again: ${killed} times`)
  return verdicts
}

function report(all: readonly Verdict[]): string {
  const rows = all.map((v) => ({
    file: v.file,
    lines: v.lines,
    people: v.people,
    'heard by each': v.events,
    observers: v.observers,
    'drops and resumes': v.drops,
    seconds: Number(v.seconds.toFixed(1)),
    verdict: v.wrong.length === 0 ? 'every line, once, in order' : 'WRONG',
  }))
  const wrong = all.flatMap((v) => v.wrong.map((w) => `${v.file}: ${w}`))
  return [Bun.inspect.table(rows), ...wrong.slice(0, 20)].join('\n')
}
