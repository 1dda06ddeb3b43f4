import { join } from 'node:path'
import { NO_QUOTAS } from '../tests/support/no-quotas.ts'
import { end, keep } from './children.ts'
import { cpuOf } from './cpu-clock.ts'
import { SECRET } from './variants.ts'

/** The operator's own key: it guards nothing but a temporary folder. */
export const KEY = 'a-key-of-the-bench-and-of-nothing-else-at-all'
const START_MS = 30_000
/** The server has nothing more to do when it took less than this share of the time in each of so many looks. */
const LOOK_MS = 50
const LOOKS = 4
const REST_SHARE = 0.02
const LONGEST_LOOKS = 12_000
const CALIBRATIONS = 8
const CALIBRATE_MS = 1000
/** Less than nothing, beyond this, was not measured right. */
const ERROR_MS = 2

/** `cpu` in ms, `tokens` as they were taken from the rates of users and addresses. */
export type Price = { readonly cpu: number; readonly tokens: number }

/** The price is not known: it has to be measured again. */
export class NotAtRest extends Error {}

export type PricedServer = {
  readonly port: number
  readonly managementPort: number
  /** What `work` took, with all that follows its answers: indexing, fan-out, rows of events. */
  price(work: () => Promise<void>): Promise<Price>
  /** Takes note of what it takes while nobody asks for anything: that is no part of a price. */
  calibrate(): Promise<void>
  /** Waits until nothing is being done. */
  idle(): Promise<unknown>
  stop(): Promise<void>
}

/** `rates`: the settings that a server has by default, or none that is ever reached. */
export async function startPriced(
  folder: string,
  databaseUrl: string,
  rates: 'default' | 'none',
  settings: Readonly<Record<string, string>>,
): Promise<PricedServer> {
  const free =
    rates === 'none'
      ? {
          PARLANCE_COMMANDS_PER_SECOND: '1000000000',
          PARLANCE_ADDRESS_PER_SECOND: '1000000000',
          PARLANCE_CONNECTIONS_PER_ADDRESS: '100000',
          PARLANCE_CONNECTIONS_PER_USER: '100000',
          PARLANCE_REQUESTS_PER_USER: '999999999',
        }
      : {}
  const answers: ((taken: number) => void)[] = []
  const child = keep(
    Bun.spawn([process.execPath, join(import.meta.dir, 'prices-server.ts')], {
      env: {
        ...process.env,
        PARLANCE_DATA: folder,
        PARLANCE_DATABASE_URL: databaseUrl,
        PARLANCE_HOST: '127.0.0.1',
        PARLANCE_PORT: '0',
        PARLANCE_MANAGEMENT_PORT: '0',
        PARLANCE_JWT_SECRET: SECRET,
        PARLANCE_REQUESTS: 'off',
        PARLANCE_API_KEY: KEY,
        PARLANCE_LOG_LEVEL: 'error',
        // What a day allows is over sooner than the rate, with so many who listen.
        ...NO_QUOTAS,
        ...free,
        ...settings,
      },
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'inherit',
      ipc: (taken: number) => answers.shift()?.(taken),
    }),
  )
  const late = setTimeout(() => child.kill('SIGKILL'), START_MS)
  const [port, managementPort] = await portsOf(child.stdout)
  clearTimeout(late)
  const takenNow = () =>
    new Promise<number>((resolve) => {
      answers.push(resolve)
      child.send('taken')
    })
  const idle = () => rest(() => cpuOf(child.pid))
  /** What it takes while nobody asks for anything, in ms of CPU a ms. */
  let quiet = 0

  return {
    port,
    managementPort,
    idle,
    async calibrate() {
      await idle()
      const seen: number[] = []
      for (let i = 0; i < CALIBRATIONS; i++) {
        const began = performance.now()
        const before = cpuOf(child.pid)
        await Bun.sleep(CALIBRATE_MS)
        seen.push((cpuOf(child.pid) - before) / (performance.now() - began))
      }
      quiet = Math.min(...seen)
    },
    async price(work) {
      const takenBefore = await takenNow()
      const atRest = Math.min(quiet, await idle())
      const began = performance.now()
      const before = cpuOf(child.pid)
      await work()
      await idle()
      const cpu = cpuOf(child.pid) - before - atRest * (performance.now() - began)
      if (cpu < -ERROR_MS) throw new NotAtRest(`it took ${cpu} ms: the server did not rest before`)
      return { cpu: Math.max(0, cpu), tokens: (await takenNow()) - takenBefore }
    },
    stop: () => end(child),
  }
}

/** Answers what it took in the last looks, in ms of CPU a ms. */
async function rest(cpu: () => number): Promise<number> {
  let last = cpu()
  let lastAt = performance.now()
  let [quiet, taken, elapsed] = [0, 0, 0]
  for (let looks = 0; looks < LONGEST_LOOKS; looks++) {
    await Bun.sleep(LOOK_MS)
    const [now, at] = [cpu(), performance.now()]
    const isAtRest = now - last < REST_SHARE * (at - lastAt)
    quiet = isAtRest ? quiet + 1 : 0
    taken = isAtRest ? taken + now - last : 0
    elapsed = isAtRest ? elapsed + at - lastAt : 0
    if (quiet === LOOKS) return taken / elapsed
    last = now
    lastAt = at
  }
  throw new Error('the server does not come to rest')
}

async function portsOf(out: ReadableStream<Uint8Array>): Promise<[number, number]> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of out) {
    text += decoder.decode(chunk)
    const [, port, management] =
      /open +http:\/\/[^\s/]+:(\d+)[\s\S]*manage +http:\/\/[^\s/]+:(\d+)/.exec(text) ?? []
    if (management !== undefined) return [Number(port), Number(management)]
  }
  throw new Error('the server did not start')
}
