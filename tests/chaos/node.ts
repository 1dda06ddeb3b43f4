import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Random } from '../history/random.ts'
import { fetchJson } from '../history/rest.ts'
import { NO_QUOTAS } from '../support/no-quotas.ts'
import { API_KEY, SECRET } from '../support/parlance.ts'
import { freePort } from '../support/process.ts'
import { TcpProxy } from '../support/proxy.ts'
import { SERVER_PROGRAM } from '../support/server-bundle.ts'
import { waitFor } from '../support/wait.ts'
import { Clock } from './clock.ts'

export type Upstream = { readonly databaseUrl: string; readonly redisUrl: string }
export type Make = {
  /** The folder of its `main.ts`, unless it is our own. */
  readonly server?: string | undefined
  /** Decides how wrong its clock is; without it, it is right. */
  readonly clock?: Random | undefined
  /** Kills its first starts, on an empty folder and perhaps an empty database. */
  readonly kills?: Random | undefined
}

/** How often a start is killed at most, one after the other. */
const STARTS_KILLED = 4
/** How long a start takes, before one has been seen. */
const START_MS = 1000

/**
 * One Parlance in a process of its own, and the networks to it and from it. Whenever it ends it is
 * started again; if it ended by itself after it had been up, that is a trouble.
 */
export class Node {
  readonly proxies: Readonly<Record<string, TcpProxy>>
  readonly troubles: string[] = []
  readonly clock: Clock | undefined
  /** What it logged as errors, and how often. */
  readonly logged = new Map<string, number>()
  readonly #env: Record<string, string>
  readonly #data: string
  readonly #port: number
  readonly #management: number
  readonly #main: string
  #child: Bun.Subprocess<'ignore', 'ignore', 'pipe'> | undefined
  #wasUp = false
  #isEnding = false
  #downFor = 0
  /** When each of the next starts is killed, as a share of the time that a start takes. */
  #starts: number[] = []
  #isLeftToStart = false
  #startMs = START_MS
  #killedStarts = 0
  #kept: Promise<void> | undefined

  private constructor(
    main: string,
    { port, management }: { readonly port: number; readonly management: number },
    data: string,
    env: Record<string, string>,
    proxies: Record<string, TcpProxy>,
    clock: Clock | undefined,
  ) {
    this.#main = main
    this.#port = port
    this.#management = management
    this.#data = data
    this.#env = env
    this.proxies = proxies
    this.clock = clock
  }

  static async open(
    { databaseUrl, redisUrl }: Upstream,
    { server, clock: random, kills }: Make = {},
  ): Promise<Node> {
    const [port, management] = [await freePort(), await freePort()]
    const data = mkdtempSync(join(tmpdir(), 'parlance-chaos-'))
    const proxies: Record<string, TcpProxy> = { clients: await TcpProxy.open(port) }
    const through = async (name: string, address: string) => {
      if (address === '') return ''
      const url = new URL(address)
      const proxy = await TcpProxy.open(Number(url.port))
      proxies[name] = proxy
      url.port = `${proxy.port}`
      return url.href
    }
    const env = {
      PATH: process.env['PATH'] ?? '',
      PARLANCE_HOST: '127.0.0.1',
      PARLANCE_PORT: `${port}`,
      PARLANCE_MANAGEMENT_PORT: `${management}`,
      PARLANCE_API_KEY: API_KEY,
      PARLANCE_DATA: data,
      PARLANCE_DATABASE_URL: await through('database', databaseUrl),
      PARLANCE_REDIS_URL: await through('redis', redisUrl),
      PARLANCE_JWT_SECRET: SECRET,
      PARLANCE_COMMANDS_PER_SECOND: '100000',
      ...NO_QUOTAS,
      PARLANCE_REQUESTS_PER_USER: '100000',
      PARLANCE_ACCOUNTS: 'open',
      PARLANCE_ADDRESS_PER_SECOND: '100000',
      PARLANCE_CONNECTIONS_PER_ADDRESS: '100000',
      PARLANCE_CONNECTIONS_PER_USER: '100000',
      PARLANCE_LOG_LEVEL: 'error',
    }
    const clock = random && new Clock(data, random)
    const ports = { port, management }
    const main = server === undefined ? SERVER_PROGRAM : join(server, 'main.ts')
    const node = new Node(main, ports, data, env, proxies, clock)
    if (kills !== undefined) node.#starts = moments(kills)
    node.#kept = node.#keep()
    await waitFor(() => node.#isLeftToStart, 60)
    await node.isUp(60)
    return node
  }

  /** A call of the app. */
  app(method: string, path: string, body?: object) {
    return fetchJson(`http://127.0.0.1:${this.#management}/api/v1${path}`, API_KEY, method, body)
  }

  async shadowBan(user: string): Promise<void> {
    const { status, body } = await this.app('POST', '/sanctions', { kind: 'shadow_ban', user })
    if (status !== 201) throw new Error(`no shadow ban: ${JSON.stringify(body)}`)
  }

  /** How many of its starts have been killed. */
  get killedStarts(): number {
    return this.#killedStarts
  }

  /** Its own ways to the database and to Redis, where it has them. */
  get links(): readonly TcpProxy[] {
    const { clients: _, ...links } = this.proxies
    return Object.values(links)
  }

  /** Where its clients find it. */
  get url(): string {
    return `http://127.0.0.1:${this.proxies['clients']?.port}`
  }

  async isUp(seconds = 20): Promise<void> {
    const health = `http://127.0.0.1:${this.#port}/api/health`
    const look = () =>
      fetch(health, { signal: AbortSignal.timeout(1000) }).then(
        (r) => r.ok,
        () => false,
      )
    await waitFor(look, seconds)
    this.#wasUp = true
  }

  /** As the power going; it comes back after so long. */
  kill(downMs: number): void {
    this.#downFor = downMs
    this.#child?.kill('SIGKILL')
  }

  /** And each of its next starts, too, at a moment before it is up; then one is left to start. */
  killStarting(random: Random): void {
    this.#starts = moments(random)
    this.kill(0)
  }

  pause(): void {
    this.#child?.kill('SIGSTOP')
  }

  resume(): void {
    this.#child?.kill('SIGCONT')
  }

  async close(): Promise<void> {
    this.#isEnding = true
    this.#child?.kill('SIGKILL')
    await this.#kept
    for (const proxy of Object.values(this.proxies)) proxy.close()
    rmSync(this.#data, { recursive: true, force: true })
  }

  async #keep(): Promise<void> {
    while (!this.#isEnding) {
      const child = Bun.spawn([process.execPath, '--no-orphans', this.#main], {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...this.#env, ...this.clock?.environment },
      })
      this.#child = child
      const begun = performance.now()
      const moment = this.#starts.shift()
      this.#isLeftToStart = moment === undefined
      const killed =
        moment !== undefined &&
        setTimeout(() => {
          child.kill('SIGKILL')
          this.#killedStarts++
        }, moment * this.#startMs)
      this.isUp().then(
        () => {
          if (child === this.#child) this.#startMs = performance.now() - begun
        },
        () => undefined, // It cannot start just now, and is tried again.
      )
      const said = new Response(child.stderr).text()
      const code = await child.exited
      if (killed !== false) clearTimeout(killed)
      this.#read(await said)
      this.clock?.clean(child.pid)
      this.clock?.start()
      if (this.#wasUp && child.signalCode !== 'SIGKILL')
        this.troubles.push(`a node ended by itself with ${code}: ${(await said).slice(-500)}`)
      this.#wasUp = false
      await Bun.sleep(this.#isEnding ? 0 : Math.max(200, this.#downFor))
      this.#downFor = 0
    }
  }

  #read(said: string): void {
    for (const line of said.split('\n').filter(Boolean)) {
      const what = wordsOf(line)
      this.logged.set(what, (this.logged.get(what) ?? 0) + 1)
    }
  }
}

const moments = (random: Random): number[] =>
  Array.from({ length: random.between(1, STARTS_KILLED) }, () => random.next())

function wordsOf(line: string): string {
  try {
    const { err, msg } = JSON.parse(line)
    return `${msg}: ${err?.type ?? ''} ${err?.message ?? ''}`.slice(0, 160)
  } catch {
    return line.slice(0, 160)
  }
}
