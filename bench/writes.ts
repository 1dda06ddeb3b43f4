import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { median, round } from './measure.ts'
import { startServer } from './server-process.ts'
import { ask, Writer } from './writes-client.ts'

// node bin/bun.mjs run bench/writes.ts [--database sqlite|postgres|mariadb] [--rounds 3] [--json] [--write]
// Writes of each kind a second with 64 in flight, and what readers who mark as read cost senders.

const { values: options } = parseArgs({
  options: {
    database: { type: 'string', default: 'postgres' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
const ROOMS = 16
const MEMBERS = 4
const MS = 2000
const WARM_UP_MS = 500
const LEAST = 0.5
const MOST = 2

const KINDS = {
  send: (writer: Writer) => writer.send(),
  'send with a mention': (writer: Writer) => writer.mention(),
  'reply in a thread': (writer: Writer) => writer.reply(),
  'react, to different messages': (writer: Writer) => writer.react(),
  'react, four users to one message': (writer: Writer) => writer.reactTogether(),
  'mark read': (writer: Writer) => writer.markRead(),
} as const
type Kind = keyof typeof KINDS

const server = await startServer('product', options.database)
const writers = await openWriters(server.port)
const rates = new Map<Kind, number[]>()
const p50s = { without: [] as number[], with: [] as number[] }
for (let n = 0; n < Number(options.rounds); n++) {
  for (const kind of Object.keys(KINDS) as Kind[]) {
    const { count } = await busy(writers, KINDS[kind])
    note(kind, (count * 1000) / MS)
  }
  const [senders, readers] = [0, 1].map((i) => writers.filter((_, w) => w % 2 === i))
  if (!senders || !readers) throw new Error('no writers')
  p50s.without.push((await busy(senders, KINDS.send)).p50)
  let isOver = false
  const reading = Promise.all(
    readers.map((reader) =>
      loop(
        () => !isOver,
        () => reader.markRead(),
      ),
    ),
  )
  p50s.with.push((await busy(senders, KINDS.send)).p50)
  isOver = true
  await reading
}
await server.stop()
report()
process.exit(0)

function note(kind: Kind, rate: number): void {
  rates.set(kind, [...(rates.get(kind) ?? []), rate])
  console.error(`${kind}: ${round(rate)} /s`)
}

async function openWriters(port: number): Promise<Writer[]> {
  const users = Array.from({ length: ROOMS * MEMBERS }, (_, user) => user)
  // A token that is used for the first time creates its user.
  for (const user of users) await ask(port, user, 'GET', '/me')
  const all: Writer[] = []
  for (let owner = 0; owner < users.length; owner += MEMBERS) {
    const group = users.slice(owner, owner + MEMBERS)
    const members = group.slice(1).map((user) => `user-${user}`)
    const body = { type: 'group', name: 'bench', members }
    const { id: room } = await ask<{ id: string }>(port, owner, 'POST', '/rooms', body)
    let shared = ''
    for (const [i, user] of group.entries()) {
      const neighbour = `user-${group[(i + 1) % MEMBERS]}`
      const writer = await Writer.open(user, { port, room, neighbour })
      shared = await writer.prepare(shared)
      all.push(writer)
    }
  }
  return all
}

/** All of them do it again and again, for a while. */
async function busy(
  some: readonly Writer[],
  work: (writer: Writer) => Promise<unknown>,
): Promise<{ readonly count: number; readonly p50: number }> {
  const from = performance.now() + WARM_UP_MS
  const until = from + MS
  const times: number[] = []
  const one = async (writer: Writer) => {
    const began = performance.now()
    await work(writer)
    const ended = performance.now()
    if (ended >= from && ended <= until) times.push(ended - began)
  }
  await Promise.all(
    some.map((writer) =>
      loop(
        () => performance.now() < until,
        () => one(writer),
      ),
    ),
  )
  return { count: times.length, p50: median(times) }
}

async function loop(goesOn: () => boolean, work: () => Promise<unknown>): Promise<void> {
  while (goesOn()) await work()
}

function report(): void {
  const sends = median(rates.get('send') ?? [])
  const [without, loaded] = [median(p50s.without), median(p50s.with)]
  const ratio = loaded / without
  if (options.json) {
    console.log(JSON.stringify({ database: options.database, rates: [...rates], p50s }))
    return
  }
  const lines = [
    `| ${options.database}, ${writers.length} in flight | a second | against plain sends |`,
    '| --- | --: | --: |',
    ...[...rates].map(([kind, all]) => {
      const rate = median(all)
      return `| ${kind} | ${round(rate)} | ${round(rate / sends)} |`
    }),
    '',
    `Each at least ${LEAST}: ${verdict(Math.min(...[...rates.values()].map(median)) >= LEAST * sends)}.`,
    `The p50 of ${writers.length / 2} senders is ${round(without)} ms, and ${round(loaded)} ms with as many readers who mark as read:`,
    `${round(ratio)} ×, at most ${MOST}: ${verdict(ratio <= MOST)}.`,
  ]
  console.log(lines.join('\n'))
  if (options.write) void write(lines)
}

function verdict(isMet: boolean): string {
  return isMet ? '**met**' : '**missed**'
}

async function write(lines: readonly string[]): Promise<void> {
  const readme = Bun.file(join(import.meta.dir, 'README.md'))
  const name = `writes ${options.database}`
  const marked = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*(<!-- /${name} -->)`)
  const text = await readme.text()
  await readme.write(text.replace(marked, (_, from, to) => `${from}\n${lines.join('\n')}\n\n${to}`))
}
