import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openServices } from '../support/services.ts'

/** Servers of our own, which may be killed. */
export function startServices() {
  const { said, stop } = openServices()
  const folder = said.get('TEST_SERVICES') ?? ''
  const redisPort = new URL(said.get('TEST_REDIS_URL') ?? 'redis://x:0').port
  return {
    said,
    postgres: () => {
      const { port } = new URL(said.get('TEST_POSTGRES_URL') ?? 'postgres://x:0')
      const socketLock = join(folder, `postgres/.s.PGSQL.${port}.lock`)
      return new Service(join(folder, 'postgres/data/postmaster.pid'), (own) => own, [socketLock])
    },
    mariadb: () => {
      const pidfile = join(folder, 'mariadb/pid')
      // As it starts it removes the temporary tables of whoever shares the folder for them.
      return new Service(pidfile, (own) => [...own, `--tmpdir=${join(folder, 'mariadb')}`])
    },
    redis: () => {
      const pidfile = join(folder, 'redis.pid')
      const args = ['--port', redisPort, '--bind', '127.0.0.1', '--save', '', '--dir', folder]
      // It writes over its own words.
      return new Service(pidfile, ([name = '']) => [
        ...name.split(' ').slice(0, 1),
        ...args,
        '--pidfile',
        pidfile,
      ])
    },
    stop,
  }
}

export type Services = ReturnType<typeof startServices>

/** A server process and its children, to be frozen, or killed and started again as it was. */
export class Service {
  /** Files that say that it runs. */
  readonly #locks: readonly string[]
  readonly #command: readonly string[]
  readonly #user: number
  /** Of ours, not of what is tested: a run with one says nothing. */
  readonly troubles: string[] = []
  #pid: number
  #isUp = true

  constructor(
    pidfile: string,
    commandOf: (own: readonly string[]) => readonly string[],
    locks: readonly string[] = [],
  ) {
    this.#locks = [pidfile, ...locks]
    this.#pid = Number(readFileSync(pidfile, 'utf8').split('\n')[0])
    const own = readFileSync(`/proc/${this.#pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
    this.#command = commandOf(own)
    this.#user = statSync(`/proc/${this.#pid}`).uid
  }

  freeze(): void {
    for (const pid of this.#family()) signal(pid, 'SIGSTOP')
  }

  thaw(): void {
    for (const pid of this.#family()) signal(pid, 'SIGCONT')
  }

  /** All of it at once: a server whose children live on would not start again. */
  async kill(): Promise<void> {
    signal(this.#pid, 'SIGSTOP') // It makes no more of them while they are looked for.
    const family = this.#family()
    this.#isUp = false
    for (const pid of family) signal(pid, 'SIGKILL')
    while (family.some(isRunning)) await Bun.sleep(20)
    // A container's init may leave a zombie under that pid, which looks like another server.
    for (const lock of this.#locks) rmSync(lock, { force: true })
  }

  start(): void {
    const as = `${this.#user}`
    const drop = ['setpriv', `--reuid=${as}`, `--regid=${as}`, '--clear-groups']
    const isRoot = process.getuid?.() === 0 && this.#user !== 0
    const child = Bun.spawn([...(isRoot ? drop : []), ...this.#command], {
      stdio: ['ignore', 'ignore', 'ignore'],
    })
    this.#pid = child.pid
    this.#isUp = true
    void child.exited.then((code) => {
      if (this.#isUp && child.pid === this.#pid)
        this.troubles.push(`${this.#command[0]} did not start again: ${code}`)
    })
  }

  #family(): number[] {
    const { stdout } = Bun.spawnSync(['pgrep', '-P', `${this.#pid}`])
    return [this.#pid, ...stdout.toString().split('\n').filter(Boolean).map(Number)]
  }
}

function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
  try {
    process.kill(pid, name)
  } catch {
    // A child that ended meanwhile.
  }
}

/** A zombie does not run: its parent has only not looked yet. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
