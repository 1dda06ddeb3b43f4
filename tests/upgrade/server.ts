import { join } from 'node:path'
import { SECRET } from '../support/parlance.ts'
import { SERVER_PROGRAM } from '../support/server-bundle.ts'
import type { Place } from './place.ts'

export const TREE = join(import.meta.dir, '../..')

type Where = Pick<Place, 'data' | 'url'>
type Settings = Readonly<Record<string, string>>

export const environment = ({ data, url }: Where, settings: Settings = {}) => ({
  PATH: process.env['PATH'],
  PARLANCE_HOST: '127.0.0.1',
  PARLANCE_PORT: '0',
  PARLANCE_MANAGEMENT_PORT: 'off',
  PARLANCE_DATA: data,
  PARLANCE_DATABASE_URL: url,
  PARLANCE_JWT_SECRET: SECRET,
  PARLANCE_COMMANDS_PER_SECOND: '10000',
  PARLANCE_REQUESTS: 'off',
  ...settings,
})

/** The server of some tree, as a process. What it says is read as it comes. */
export class Server {
  readonly begun = performance.now()
  readonly child: Bun.Subprocess<'ignore', 'pipe', 'pipe'>
  /** Resolves when it is open, with its address; with nothing if it ends before. */
  readonly url: Promise<string | undefined>
  log = ''
  readonly #log: Promise<void>

  constructor({ data, url }: Where, settings: Settings = {}, tree = TREE) {
    // It changes the drivers of the source: a bundle has its own.
    const before = 'KILL_AT' in settings ? ['--preload', join(import.meta.dir, 'kill-at.ts')] : []
    const isOwn = tree === TREE && before.length === 0
    const main = isOwn ? SERVER_PROGRAM : join(tree, 'server/main.ts')
    this.child = Bun.spawn([process.execPath, '--no-orphans', ...before, main], {
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
      env: environment({ data, url }, settings),
    })
    this.url = address(this.child.stdout)
    this.#log = this.#read()
  }

  /** Resolves as soon as the log has it, with when that was; with nothing if the process ends before. */
  async logs(what: string): Promise<number | undefined> {
    while (!this.log.includes(what)) {
      if (this.child.exitCode !== null || this.child.signalCode !== null) {
        await this.#log
        return this.log.includes(what) ? performance.now() : undefined
      }
      await Bun.sleep(1)
    }
    return performance.now()
  }

  async end(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL') {
    this.child.kill(signal)
    const code = await this.child.exited
    await this.#log
    return code
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder()
    for await (const part of this.child.stderr) this.log += decoder.decode(part, { stream: true })
  }
}

async function address(stdout: ReadableStream<Uint8Array>): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let said = ''
  let url: string | undefined
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const reading = async () => {
    for await (const part of stdout) {
      said += decoder.decode(part, { stream: true })
      url ??= /open +(http:\/\/\S+)\n/.exec(said)?.[1]
      if (url !== undefined) resolve(url)
    }
    resolve(undefined)
  }
  void reading()
  return promise
}
