import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { freshDatabase } from '../tests/support/database.ts'
import { withServices } from '../tests/support/services.ts'
import { keep, removeFolder, temporaryFolder } from './children.ts'
import { median, round } from './measure.ts'
import { pacedSends, quantile } from './paced-sends.ts'
import { putIntoReadme } from './readme.ts'
import { startOn } from './server-process.ts'

// node bin/bun.mjs run bench/import.ts [--database postgres|mariadb] [--rounds 3] [--messages 100000] [--write]
// How long sends take while many messages are imported beside the server.

const { values: options } = parseArgs({
  options: {
    database: { type: 'string', default: 'postgres' },
    rounds: { type: 'string', default: '3' },
    messages: { type: 'string', default: '100000' },
    write: { type: 'boolean', default: false },
  },
})
const MESSAGES = Number(options.messages)
const ROOMS = 20
const USERS = 100
const CALM_MS = 15_000
const MOST = 2
const WORDS = 'the of and to a in that is was he for it with as his on be at by I'.split(' ')

const folder = temporaryFolder()
const lines = await withServices(measure)
removeFolder(folder)
console.log(lines.join('\n'))
if (options.write) await putIntoReadme('import', lines.join('\n'))
process.exit(0)

async function measure(): Promise<string[]> {
  const { url, drop } = await freshDatabase(undefined, options.database)
  const redis = process.env['TEST_REDIS_URL'] ?? ''
  const server = await startOn('product', url, redis, drop)
  const sendsDuring = await pacedSends(async (method, path, token, body) => {
    const response = await fetch(`http://127.0.0.1:${server.port}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`)
    return text === '' ? {} : JSON.parse(text)
  })
  await sendsDuring(Bun.sleep(CALM_MS / 3))
  const [calm, busy, seconds]: [number[][], number[][], number[]] = [[], [], []]
  for (let n = 0; n < Number(options.rounds); n++) {
    calm.push(await sendsDuring(Bun.sleep(CALM_MS)))
    const file = join(folder, `${n}.jsonl`)
    await Bun.write(file, linesOf(n))
    const startedAt = performance.now()
    busy.push(await sendsDuring(imported(file, n, url, redis)))
    seconds.push((performance.now() - startedAt) / 1000)
    console.error(`round ${n}: ${round(seconds[n] ?? 0)} s`)
  }
  await server.stop()
  const rows = [0.5, 0.99].map((part) => {
    const [before, during] = [calm, busy].map((all) => all.map((times) => quantile(times, part)))
    const ratios = (during ?? []).map((time, n) => time / (before?.[n] ?? Number.NaN))
    const cells = [median(before ?? []), median(during ?? []), median(ratios)].map(round)
    const range = ratios.map((ratio) => round(ratio)).join(', ')
    return { ratio: median(ratios), text: `| p${part * 100} | ${cells.join(' | ')} × (${range}) |` }
  })
  const isMet = rows.every(({ ratio }) => ratio <= MOST)
  return [
    `| sends on ${options.database}, ms | before | while ${MESSAGES.toLocaleString('en')} messages are imported (${round(median(seconds))} s) | ratio |`,
    '| --- | --: | --: | --: |',
    ...rows.map(({ text }) => text),
    '',
    `At most ${MOST} ×: **${isMet ? 'met' : 'missed'}**.`,
  ]
}

async function imported(file: string, n: number, url: string, redis: string): Promise<void> {
  const program = join(import.meta.dir, '../bin/parlance.ts')
  const child = keep(
    Bun.spawn([process.execPath, program, 'import', 'lines', file, '--source', `bench-${n}`], {
      env: { ...process.env, PARLANCE_DATABASE_URL: url, PARLANCE_REDIS_URL: redis },
      stdout: 'ignore',
      stderr: 'pipe',
    }),
  )
  const says = await new Response(child.stderr).text()
  if ((await child.exited) !== 0) throw new Error(says)
}

/** In the order of the rooms, as exports are. */
function linesOf(n: number): string {
  const users = Array.from({ length: USERS }, (_, user) => ({
    type: 'user',
    id: `${n}-${user}`,
    name: `User ${user}`,
  }))
  const rooms = Array.from({ length: ROOMS }, (_, room) => [
    { type: 'room', id: `${n}-${room}`, kind: 'public', name: `Room ${room}` },
    ...Array.from({ length: MESSAGES / ROOMS }, (_, i) => ({
      type: 'message',
      id: `${n}-${room}-${i}`,
      room: `${n}-${room}`,
      sender: `${n}-${i % USERS}`,
      at: new Date(1_700_000_000_000 + i * 1000).toISOString(),
      text: Array.from({ length: 15 }, (_, k) => WORDS[(i * 7 + k * k) % WORDS.length]).join(' '),
    })),
  ])
  const head = { parlance: 'lines', format: 1 }
  return [head, ...users, ...rooms.flat()].map((line) => JSON.stringify(line)).join('\n')
}
