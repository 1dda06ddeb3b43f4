import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildCentrifugo } from './centrifugo.ts'
import { removeFolder, temporaryFolder } from './children.ts'
import { median, round } from './measure.ts'
import { putIntoReadme } from './readme.ts'
import { startCommand } from './server-process.ts'
import { commandOf, TITLES, type Variant } from './variants.ts'

// node bin/bun.mjs run bench/start.ts [--rounds 9] [--write]
// How long a server with empty data takes to its first answer.

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, write: { type: 'boolean', default: false } },
})
const ROUNDS = Number(options.rounds)
const GOAL_MS = 300
/** Its peer answers nothing else. */
const OF_SOCKET_IO = '/socket.io/?EIO=4&transport=polling'

type Side = { readonly title: string; readonly variant: Variant; readonly program?: string }
const hasCentrifugo = await buildCentrifugo(console.error)
const sides: readonly Side[] = [
  { title: 'Parlance, `npm start`', variant: 'product', program: '../bin/start.ts' },
  { title: 'Parlance, from its sources', variant: 'product' },
  { title: TITLES.bare, variant: 'bare' },
  { title: TITLES['socket.io'], variant: 'socket.io' },
  ...(hasCentrifugo ? [{ title: TITLES.centrifugo, variant: 'centrifugo' } as const] : []),
]
const found = sides.map((side) => ({ ...side, ms: [] as number[], cpu: [] as number[] }))
// The first round warms up: it also builds the bundle.
for (let n = -1; n < ROUNDS; n++)
  for (const { ms, cpu, ...side } of found) {
    const [took, used] = await start(side)
    console.error(`${side.title}: ${round(took)} ms, ${round(used)} ms of CPU`)
    if (n >= 0) {
      ms.push(took)
      cpu.push(used)
    }
  }
const lines = [
  '| until the first answer, empty data | ms | CPU, ms |',
  '| --- | --: | --: |',
  ...found.map(
    ({ title, ms, cpu }) => `| ${title} | ${round(median(ms))} | ${round(median(cpu))} |`,
  ),
  '',
  `At most ${GOAL_MS} ms: **${median(found[0]?.ms ?? []) <= GOAL_MS ? 'met' : 'missed'}**.`,
]
console.log(lines.join('\n'))
if (options.write) await putIntoReadme('start', lines.join('\n'))
process.exit(0)

async function start({ variant, program }: Side): Promise<readonly [ms: number, cpu: number]> {
  const folder = temporaryFolder()
  const command = commandOf(variant, folder, '')
  const cmd = program ? [process.execPath, join(import.meta.dir, program)] : command.cmd
  const from = performance.now()
  const server = await startCommand({ ...command, cmd })
  const path = variant === 'socket.io' ? OF_SOCKET_IO : '/healthz'
  await (await fetch(`http://127.0.0.1:${server.port}${path}`)).text()
  const took = [performance.now() - from, server.cpu() / 1000] as const
  await server.stop()
  removeFolder(folder)
  return took
}
