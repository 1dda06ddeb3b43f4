import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NO_QUOTAS } from './no-quotas.ts'
import { SECRET } from './parlance.ts'
import { SERVER_PROGRAM } from './server-bundle.ts'
import { migratedDatabase } from './templates.ts'
import { waitFor } from './wait.ts'

/** A Parlance in a process of its own, on one port and folder for as often as it is started. */
export async function ownProcess(
  settings: Record<string, string> = {},
  before: readonly string[] = [],
  program = SERVER_PROGRAM,
) {
  const data = mkdtempSync(join(tmpdir(), 'parlance-'))
  const database = await migratedDatabase(data, settings['PARLANCE_DATABASE_URL'])
  const port = Number(settings['PARLANCE_PORT'] ?? (await freePort()))
  const url = `http://127.0.0.1:${port}`
  let child: Bun.Subprocess<'ignore', 'pipe', 'pipe'> | undefined

  async function start() {
    const started = Bun.spawn([...before, process.execPath, '--no-orphans', program], {
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
      env: {
        PATH: process.env['PATH'],
        PARLANCE_PORT: `${port}`,
        PARLANCE_MANAGEMENT_PORT: '0',
        PARLANCE_HOST: '127.0.0.1',
        PARLANCE_DATA: data,
        PARLANCE_DATABASE_URL: database.url,
        PARLANCE_JWT_SECRET: SECRET,
        PARLANCE_COMMANDS_PER_SECOND: '10000',
        ...NO_QUOTAS,
        PARLANCE_REQUESTS: 'off',
        ...settings,
      },
    })
    child = started
    await waitFor(async () => (await isUp(url)) || started.exitCode !== null, 30)
    return started
  }

  /** As the power going, for this process: no goodbye. */
  async function kill(): Promise<void> {
    child?.kill('SIGKILL')
    await child?.exited
  }

  return {
    url,
    data,
    port,
    databaseUrl: database.url,
    start,
    kill,
    [Symbol.asyncDispose]: async () => {
      await kill()
      await database.drop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

const isUp = (url: string): Promise<boolean> =>
  fetch(`${url}/api/health`).then(
    (response) => response.ok,
    () => false,
  )

/**
 * Below the ports that the system gives to outgoing connections: one of those could hold it while the
 * server is down between a kill and a start.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000)
    if (await isFree(port)) return port
  }
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
