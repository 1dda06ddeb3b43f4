import { parseArgs } from 'node:util'
import { withServices } from '../support/services.ts'
import type { Verdict } from './day.ts'
import { progress } from './progress.ts'

const HELP = `npm run replay -- [OPTIONS] FILE…

Plays IRC logs through a Parlance of its own: a user and a socket for each nick, 20 observers on
sockets and 20 on streams, half of which drop and resume all the time. Then compares what each of
them received, and what history returns, with the file: every line, once, in order.

  --speed   lines a second; 0, the default, is as fast as they are acknowledged
  --kill    how often a node is killed with kill -9 and started again meanwhile
  --nodes   how many nodes there are; 1 is the default
  --database  sqlite, postgres or mariadb, which is started for it
  --json    the verdict for machines`

const OBSERVERS = 20

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    speed: { type: 'string', default: '0' },
    kill: { type: 'string', default: '0' },
    nodes: { type: 'string', default: '1' },
    database: { type: 'string', default: 'sqlite' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help || positionals.length === 0) {
  console.log(HELP)
  process.exit(values.help ? 0 : 2)
}

// Read by what is imported below: on which database the nodes are to be.
process.env['TEST_DATABASE'] = values.database
const { playDay } = await import('./day.ts')
const { mortalNodes } = await import('./server.ts')

const play = () => replay(positionals, Number(values.speed), Number(values.kill))
const verdicts = values.database === 'sqlite' ? await play() : await withServices(play)
console.log(values.json ? JSON.stringify(verdicts) : report(verdicts))
process.exit(verdicts.every((v) => v.wrong.length === 0) ? 0 : 1)

async function replay(files: readonly string[], speed: number, kills: number): Promise<Verdict[]> {
  await using nodes = await mortalNodes(Number(values.nodes))
  const verdicts: Verdict[] = []
  let killed = 0
  for (const [n, file] of files.entries()) {
    const bar = progress(`${n + 1}/${files.length} ${file.split('/').at(-1)}`)
    const onLine = async (done: number, of: number) => {
      bar.show(done, of, `${killed} kills`)
      // Spread over all the files; the server comes back while the observers are trying to.
      if (killed < kills && (n + done / of) / files.length >= (killed + 0.5) / kills) {
        void nodes.kill(killed++)
      }
    }
    verdicts.push(await playDay(file, { urls: nodes.urls, speed, observers: OBSERVERS, onLine }))
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
    'received by each': v.events,
    observers: v.observers,
    'drops and resumes': v.drops,
    seconds: Number(v.seconds.toFixed(1)),
    verdict: v.wrong.length === 0 ? 'every line, once, in order' : 'WRONG',
  }))
  const wrong = all.flatMap((v) => v.wrong.map((w) => `${v.file}: ${w}`))
  return [Bun.inspect.table(rows), ...wrong.slice(0, 20)].join('\n')
}
