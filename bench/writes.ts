import { parseArgs } from 'node:util'
import { median, round } from './measure.ts'
import { putIntoReadme } from './readme.ts'
import { startServer } from './server-process.ts'
import { ask, Writer } from './writes-client.ts'

// node bin/bun.mjs run bench/writes.ts [--database sqlite|postgres|mariadb] [--rounds 5] [--json] [--write]
// Writes of each kind a second with 64 in flight, and what readers who mark as read cost senders.

const { values: options } = parseArgs({
  options: {
    database: { type: 'string', default: 'postgres' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
const ROOMS = 16
const MEMBERS = 4
const MS = 1000
const WARM_UP_MS = 300
const LEAST = 0.5
const MOST = 2

const send = (writer: Writer) => writer.send()
const KINDS: Readonly<Record<string, (writer: Writer) => Promise<unknown>>> = {
  'send with a mention': (writer) => writer.mention(),
  'reply in a thread': (writer) => writer.reply(),
  'react, to different messages': (writer) => writer.react(),
  'react, four users to one message': (writer) => writer.reactTogether(),
  'mark read': (writer) => writer.markRead(),
}

type Figures = { readonly rate: number; readonly cpu: number; readonly p50: number }
/** Each beside plain sends that were measured right before. */
type Pair = { readonly plain: Figures; readonly other: Figures }

const server = await startServer('product', options.database)
const writers = await openWriters(server.port)
const pairs = new Map<string, Pair[]>(Object.keys(KINDS).map((kind) => [kind, []]))
const readers: Pair[] = []
// The first round warms up.
for (let n = -1; n < Number(options.rounds); n++) {
  for (const [kind, work] of Object.entries(KINDS)) {
    const pair = { plain: await busy(writers, send), other: await busy(writers, work) }
    if (n >= 0) pairs.get(kind)?.push(pair)
    console.error(`${kind}: ${round(pair.other.rate)} /s, plain sends: ${round(pair.plain.rate)}`)
  }
  const pair = await withReaders()
  if (n >= 0) readers.push(pair)
  console.error(`p50 of sends: ${round(pair.plain.p50)}, with readers ${round(pair.other.p50)} ms`)
}
await server.stop()
if (options.json) console.log(JSON.stringify({ ...options, pairs: [...pairs], readers }))
else await report()
process.exit(0)

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

/** Half of the writers send; then the other half marks as read beside them. */
async function withReaders(): Promise<Pair> {
  const senders = writers.filter((_, i) => i % 2 === 0)
  const others = writers.filter((_, i) => i % 2 === 1)
  const plain = await busy(senders, send)
  let isOver = false
  const reading = others.map(async (reader) => {
    while (!isOver) await reader.markRead()
  })
  const other = await busy(senders, send)
  isOver = true
  await Promise.all(reading)
  return { plain, other }
}

/** All of them do it again and again, for a while. `cpu`: of the server, in µs each. */
async function busy(
  some: readonly Writer[],
  work: (writer: Writer) => Promise<unknown>,
): Promise<Figures> {
  const from = performance.now() + WARM_UP_MS
  const until = from + MS
  const times: number[] = []
  let count = 0
  const before = server.cpu()
  await Promise.all(
    some.map(async (writer) => {
      while (performance.now() < until) {
        const began = performance.now()
        await work(writer)
        const ended = performance.now()
        count++
        if (ended >= from && ended <= until) times.push(ended - began)
      }
    }),
  )
  const cpu = (server.cpu() - before) / count
  return { rate: (times.length * 1000) / MS, cpu, p50: median(times) }
}

async function report(): Promise<void> {
  const all = [...pairs.values()].flat()
  const ratios = [...pairs].map(([kind, some]) => {
    const ratio = median(some.map(({ plain, other }) => other.rate / plain.rate))
    return { kind, some, ratio }
  })
  const p50 = median(readers.map(({ plain, other }) => other.p50 / plain.p50))
  const row = (kind: string, some: readonly Figures[], ratio: number) =>
    `| ${kind} | ${round(median(some.map(({ rate }) => rate)))} | ${round(ratio)} | ${round(median(some.map(({ cpu }) => cpu)))} |`
  const others = ratios.map(({ kind, some, ratio }) =>
    row(
      kind,
      some.map(({ other }) => other),
      ratio,
    ),
  )
  const lines = [
    `| ${options.database}, ${writers.length} in flight | a second | against plain sends | server CPU, µs each |`,
    '| --- | --: | --: | --: |',
    row(
      'plain send',
      all.map(({ plain }) => plain),
      1,
    ),
    ...others,
    '',
    `Each at least ${LEAST}: ${verdict(ratios.every(({ ratio }) => ratio >= LEAST))}. With ${writers.length / 2} readers who mark as read, the p50 of`,
    `${writers.length / 2} senders is ${round(p50)} × the p50 without readers, at most ${MOST}: ${verdict(p50 <= MOST)}.`,
  ]
  console.log(lines.join('\n'))
  if (options.write) await putIntoReadme(`writes ${options.database}`, lines.join('\n'))
}

function verdict(isMet: boolean): string {
  return isMet ? '**met**' : '**missed**'
}
