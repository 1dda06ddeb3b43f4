import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parse } from '../tests/replay/irc.ts'
import type { Client } from '../tests/support/client.ts'
import { waitFor } from '../tests/support/wait.ts'
import { eye, moved, scrollBy, WebRooms } from '../tests/support/web-room.ts'

// node bin/bun.mjs run bench/web-day.ts FILE… [--speed 50] [--minutes N]
// Plays IRC logs into a room at a multiple of their speed, while somebody reads farther up in Chromium. Every half hour of
// the log it prints by how many pixels the row in view has moved, and the bytes of the page's heap after a collection.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    speed: { type: 'string', default: '50' },
    /** Minutes of the logs. */
    minutes: { type: 'string', default: 'Infinity' },
  },
})
const EVERY_MINUTES = 30
const SCROLLS = 6

await using at = await WebRooms.start()
const { ana, ben, id } = await at.people()
const minutes = minutesOf(positionals).slice(0, Number(values.minutes))
/** Everybody is a member before: what grows is what messages take. */
const people = new Map<string, Client>()
for (const { nick } of minutes.flat()) if (!people.has(nick)) await arrive(nick)
for (let n = 0; n < 400; n++) await ben.send(id, `before the day, ${n}`)
await using tab = await at.open(ana, `/r/${id}`)
for (let n = 0; n < SCROLLS; n++) {
  await scrollBy(tab.log, -0.9)
  await waitFor(async () => (await tab.log.getAttribute('aria-busy')) === 'false')
}
const row = await eye(tab.log)
const session = await tab.page.context().newCDPSession(tab.page)
const minuteMs = 60_000 / Number(values.speed)
const started = performance.now()
let most = 0
let sent = 0

console.log('minutes of the log, messages, most px moved, heap in KB, DOM nodes')
for (const [n, lines] of minutes.entries()) {
  for (const [i, { nick, text }] of lines.entries()) {
    await Bun.sleep(Math.max(0, started + (n + i / lines.length) * minuteMs - performance.now()))
    await people.get(nick)?.send(id, text)
    sent++
  }
  most = Math.max(most, Math.abs(await moved(tab.log, row)))
  if (n % EVERY_MINUTES === EVERY_MINUTES - 1 || n + 1 === Number(values.minutes))
    await report(n + 1)
}

async function arrive(nick: string): Promise<void> {
  const who = await at.server.user(nick)
  await who.ask('PUT', `/rooms/${id}/members/me`)
  people.set(nick, who)
}

async function report(minutes: number): Promise<void> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes } = await session.send('Memory.getDOMCounters')
  console.log(minutes, sent, most, Math.round(usedSize / 1024), nodes)
}

/** What was said in each minute of the logs, one log after the other. Minutes in which nobody spoke are left out. */
function minutesOf(files: readonly string[]) {
  return files.flatMap((file) => {
    const log = readFileSync(file, 'utf8')
    const minutes = new Map<string, { nick: string; text: string }[]>()
    let minute = ''
    for (const line of log.split('\n').filter((one) => one.trim() !== '')) {
      minute = /^\[(\d\d:\d\d)\]/.exec(line)?.[1] ?? minute
      const [step] = parse(line)
      if (step?.type !== 'said') continue
      minutes.set(minute, [...(minutes.get(minute) ?? []), step])
    }
    return [...minutes.values()]
  })
}
