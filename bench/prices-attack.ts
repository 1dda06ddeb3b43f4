import { join } from 'node:path'
import { end, keep } from './children.ts'
import { round } from './measure.ts'
import type { ChatJob, Chatted } from './prices-chat.ts'
import type { PricedServer } from './prices-process.ts'
import type { PriceRow } from './prices-table.ts'
import type { World } from './prices-world.ts'

const SECONDS = 10
/** Calls of the one client at a time. */
const AT_ONCE = 16
/** How long it waits when its rate says no: as long as a token takes, or less. */
const PAUSE_MS = 25
const CHATTERS = 10
const PER_SECOND = 5
/** Others wait so much longer at most, in ms, or so many times as long. */
const MORE_MS = 50
const MORE_TIMES = 2

export type Attack = {
  readonly row: PriceRow
  readonly calls: number
  readonly quiet: Quantiles
  readonly under: Quantiles
}
type Quantiles = { readonly p50: number; readonly p99: number }

export const isFelt = ({ quiet, under }: Attack): boolean =>
  under.p99 > Math.max(quiet.p99 + MORE_MS, quiet.p99 * MORE_TIMES)

/** Ten people chat. One client does what it may, as often as it may, for ten seconds; then another thing. */
export async function attackWith(
  server: PricedServer,
  { people, lounge }: World,
  rows: readonly PriceRow[],
  say: (line: string) => void,
): Promise<Attack[]> {
  const chat = startChat()
  await chat.perform({
    open: {
      port: server.port,
      room: lounge,
      people: people.crowd.slice(0, CHATTERS),
      perSecond: PER_SECOND,
    },
  })
  await chat.perform({ seconds: 2 })
  const attacks: Attack[] = []
  for (const row of rows) {
    await server.idle()
    const quiet = quantiles(await chat.perform({ seconds: SECONDS }))
    const chatted = chat.perform({ seconds: SECONDS })
    const calls = await doWorst(server, row)
    const under = quantiles(await chatted)
    const attack = { row, calls, quiet, under }
    attacks.push(attack)
    say(cellsOf(attack).join('  '))
  }
  await chat.stop()
  return attacks
}

/** First the burst, then what comes back each second. Answers how often it was not refused. */
async function doWorst({ port }: PricedServer, { again }: PriceRow): Promise<number> {
  const until = performance.now() + SECONDS * 1000
  let n = Date.now()
  let calls = 0
  const one = async () => {
    while (performance.now() < until) {
      const isRefused = await (again?.(port, ++n) ?? Promise.resolve({ refused: '' })).then(
        ({ refused = '' }) => isNo(refused),
        (error) => isNo(String(error)),
      )
      if (isRefused) await Bun.sleep(PAUSE_MS)
      else calls++
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
  return calls
}

const isNo = (said: string): boolean => /rate_limited|too_many_connections|\b429\b/.test(said)

/** Those that weigh most by what they take of a rate, the longest one, and the dearest that takes nothing. */
export function worstOf(rows: readonly PriceRow[], caller: PriceRow['caller'], count: number) {
  const theirs = rows.filter((row) => row.caller === caller && row.again !== undefined)
  const paid = theirs.filter(({ tokens }) => tokens > 0)
  const by = (of: readonly PriceRow[], value: (row: PriceRow) => number) =>
    of.toSorted((a, b) => value(b) - value(a))
  const free = by(
    theirs.filter(({ tokens }) => tokens === 0),
    ({ cpu }) => cpu,
  )
  const worst = new Set([
    ...by(paid, ({ cpu, tokens }) => cpu / tokens).slice(0, count),
    ...by(paid, ({ cpu }) => cpu).slice(0, 1),
    ...free.slice(0, 1),
  ])
  return [...worst]
}

export const attackTable = (attacks: readonly Attack[]): string =>
  [
    '| what one client does | how often, in 10 s | others’ sends, p50 / p99, ms | meanwhile | |',
    '| --- | --: | --: | --: | --- |',
    ...attacks.map((attack) => `| ${cellsOf(attack).join(' | ')} |`),
  ].join('\n')

const cellsOf = (attack: Attack): string[] => {
  const { row, calls, quiet, under } = attack
  const what = [row.name, row.transport, row.input].filter(Boolean).join(', ')
  const both = ({ p50, p99 }: Quantiles) => `${round(p50)} / ${round(p99)}`
  return [
    row.caller === 'nobody' ? `${what}, not signed in` : what,
    String(calls),
    both(quiet),
    both(under),
    isFelt(attack) ? '**felt**' : 'met',
  ]
}

function quantiles(values: Chatted): Quantiles {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]
  return { p50: at(0.5) ?? Number.NaN, p99: at(0.99) ?? Number.NaN }
}

function startChat() {
  const answers: ((chatted: Chatted) => void)[] = []
  const child = keep(
    Bun.spawn([process.execPath, join(import.meta.dir, 'prices-chat.ts')], {
      stdio: ['ignore', 'inherit', 'inherit'],
      ipc: (chatted: Chatted) => answers.shift()?.(chatted),
    }),
  )
  return {
    perform: (job: ChatJob) =>
      new Promise<Chatted>((resolve, reject) => {
        answers.push(resolve)
        child.send(job)
        void child.exited.then(() => reject(new Error('the chat ended')))
      }),
    stop: () => end(child),
  }
}
