import { parseArgs } from 'node:util'
import type { Tally } from './client.ts'
import { gather, type Room, tokenOf } from './crowd.ts'
import { median, round } from './measure.ts'
import { putIntoReadme } from './readme.ts'
import { startServer } from './server-process.ts'

// node bin/bun.mjs run bench/content.ts [--rounds 7] [--database sqlite|postgres|mariadb] [--write]
// A send in a room with slow mode, a word list and blocks among its members, next to one in a room without.

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    database: { type: 'string', default: 'sqlite' },
    write: { type: 'boolean', default: false },
  },
})
const ROOMS = 100
const MEMBERS = 10
const WORDS = Array.from({ length: 1000 }, (_, i) => `word${i}of${i}`)
const TEXT = 'A message of two hundred bytes. '.repeat(7).slice(0, 200)
/** Bursts of a round: in each one every member but the owner sends a message. */
const BURSTS = 4
/** The slow mode of a second is over. */
const PAUSE_MS = 1100
const PATIENCE_MS = 60_000
const MOST = 1.2

const server = await startServer('product', options.database)
const tally: Tally = { deliveries: 0, failed: undefined, delays: undefined }
const target = { variant: 'product', port: server.port } as const
const all = await gather(target, tally, 2 * ROOMS, MEMBERS)
const rooms = { plain: all.slice(0, ROOMS), checked: all.slice(ROOMS) }
for (const [i, { id }] of rooms.checked.entries()) await setUp(id, (ROOMS + i) * MEMBERS)

const costs = { plain: [] as number[], checked: [] as number[] }
let run = 0
// The first round warms up.
for (let n = -1; n < Number(options.rounds); n++)
  for (const kind of ['plain', 'checked'] as const) {
    const cost = await costOf(rooms[kind])
    if (n >= 0) costs[kind].push(cost)
    console.error(`${kind}: ${round(cost)} µs`)
  }
await server.stop()

const [plain, checked] = [median(costs.plain), median(costs.checked)]
const ratio = checked / plain
const lines = [
  `| ${options.database}, µs of server CPU per message | without | slow mode, ${WORDS.length} words, ${MEMBERS ** 2} blocks | ratio |`,
  '| --- | --: | --: | --: |',
  `| send | ${round(plain)} | ${round(checked)} | ${round(ratio)} × |`,
  '',
  `At most ${MOST} ×: **${ratio <= MOST ? 'met' : 'missed'}**.`,
]
console.log(lines.join('\n'))
if (options.write) await putIntoReadme('content', lines.join('\n'))
process.exit(0)

/** The owner of a room turns the checks on. Each member blocks the other nine, and one who is not there. */
async function setUp(room: string, owner: number): Promise<void> {
  await ask('PATCH', `/rooms/${room}`, owner, { slowSeconds: 1 })
  const list = { name: 'Words', action: 'refuse', words: WORDS }
  await ask('POST', `/rooms/${room}/word-lists`, owner, list)
  const members = Array.from({ length: MEMBERS }, (_, i) => owner + i)
  await Promise.all(
    members.flatMap((member) =>
      [...members.filter((other) => other !== member), 'nobody'].map((other) =>
        ask('PUT', `/me/blocks/user-${other}`, member),
      ),
    ),
  )
}

/** The cost of a message, in µs, with its delivery to all members. */
async function costOf(some: readonly Room[]): Promise<number> {
  let cost = 0
  for (let burst = 0; burst < BURSTS; burst++) {
    run++
    await Bun.sleep(PAUSE_MS)
    tally.deliveries = 0
    const before = server.cpu()
    const sends = some.flatMap(({ id, clients: [, ...others] }) =>
      others.map((client) => client.send(id, TEXT, run)),
    )
    await Promise.all(sends)
    await delivered(sends.length * MEMBERS)
    cost += (server.cpu() - before) / sends.length
  }
  return cost / BURSTS
}

async function delivered(count: number): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  while (tally.deliveries < count && tally.failed === undefined) {
    if (performance.now() > until) throw new Error(`${tally.deliveries} of ${count} were delivered`)
    await Bun.sleep(1)
  }
  if (tally.failed !== undefined) throw new Error(tally.failed)
}

async function ask(method: string, path: string, user: number, body?: object): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${server.port}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${await tokenOf('product', user)}` },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
}
