import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Client } from '../tests/support/client.ts'
import { token } from '../tests/support/parlance.ts'
import { ownProcess } from '../tests/support/process.ts'
import { slowDisk } from '../tests/support/stopped-disk.ts'

// node bin/bun.mjs run bench/busy-disk.ts [--seconds 60] [--sync-ms 200] [--json]
// A hundred commands a second on SQLite, a fifth of them sends, on a disk whose syncs take longer by so many ms (with strace).

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    'sync-ms': { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
  },
})
const PER_SECOND = 100
const WARM_UP_S = 10
const KINDS = ['send', 'page', 'rooms', 'page', 'health'] as const
type Kind = (typeof KINDS)[number]

await using server = await ownProcess({ PARLANCE_DATABASE_URL: '' })
const child = await server.start()
const ana = new Client(server.url, await token({ sub: 'ana' }), 'ana')
const room = await ana.room()
for (let i = 0; i < 60; i++) await ana.send(room.id, `message ${i}`)
const run: Record<Kind, () => Promise<unknown>> = {
  send: () => ana.send(room.id, 'x'.repeat(200)),
  page: () => ana.history(room.id),
  rooms: () => ana.ask('GET', '/rooms'),
  health: () => fetch(`${server.url}/healthz`).then((response) => response.text()),
}
await using _disk = await slowDisk(child.pid, Number(options['sync-ms']))
await commandsFor(WARM_UP_S)
const before = rssOf(child.pid)
const times = await commandsFor(Number(options.seconds))
const grown = rssOf(child.pid) - before
if (options.json) console.log(JSON.stringify({ times, grown }))
else {
  console.log('| ms | p50 | p99 | p99.9 | longest |\n| --- | --: | --: | --: | --: |')
  for (const kind of new Set(KINDS)) {
    const sorted = times[kind].sort((a, b) => a - b)
    const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1]?.toFixed(1)
    console.log(`| ${kind} | ${[0.5, 0.99, 0.999, 1].map(at).join(' | ')} |`)
  }
  console.log(`\nmemory: ${grown > 0 ? '+' : ''}${grown.toFixed(1)} MB in ${options.seconds} s`)
}

/** The time of each command, in ms, from when it was due. */
async function commandsFor(seconds: number): Promise<Record<Kind, number[]>> {
  const times: Record<Kind, number[]> = { send: [], page: [], rooms: [], health: [] }
  const begun = performance.now()
  const running: Promise<void>[] = []
  for (let i = 0; i < seconds * PER_SECOND; i++) {
    const due = begun + (i * 1000) / PER_SECOND
    const wait = due - performance.now()
    if (wait > 0) await Bun.sleep(wait)
    const kind = KINDS[i % KINDS.length] ?? 'send'
    running.push(run[kind]().then(() => void times[kind].push(performance.now() - due)))
  }
  await Promise.all(running)
  return times
}

function rssOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024
}
