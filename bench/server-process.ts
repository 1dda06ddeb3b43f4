import { readFileSync } from 'node:fs'
import type { Subprocess } from 'bun'
import { freshDatabase } from '../tests/support/database.ts'
import { end, keep, removeFolder, temporaryFolder } from './children.ts'
import { cpuOf } from './cpu-clock.ts'
import { type Command, commandOf, type Variant } from './variants.ts'

const START_MS = 15_000

/** A server under test. What it costs is read from the operating system (Linux), not asked of it. */
export type ServerProcess = {
  readonly port: number
  readonly pid: number
  /** Time on a processor so far, of all its threads, in µs. */
  cpu(): number
  /** Resident memory, in KB. */
  memory(): number
  stop(): Promise<void>
  /** Ends it as a deploy does, so that it can write its profile. */
  finish(): Promise<void>
}

export async function startServer(variant: Variant, database: string): Promise<ServerProcess> {
  const { url, drop } = await freshDatabase(undefined, database)
  return startOn(variant, url, '', drop)
}

/** On a database that is there, and joined by a bus where there is one. */
export async function startOn(
  variant: Variant,
  databaseUrl: string,
  redisUrl: string,
  drop: () => Promise<void>,
): Promise<ServerProcess> {
  const folder = temporaryFolder()
  const { env, ...command } = commandOf(variant, folder, databaseUrl)
  const server = await startCommand({ ...command, env: { ...env, PARLANCE_REDIS_URL: redisUrl } })
  return {
    ...server,
    async stop() {
      await server.stop()
      await drop()
      removeFolder(folder)
    },
  }
}

/** On data that stays when it stops. */
export async function startCommand({ cmd, env, port: fixed }: Command): Promise<ServerProcess> {
  const child = keep(
    Bun.spawn([...cmd], {
      env: { ...process.env, ...env },
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'inherit',
    }),
  )
  const late = setTimeout(() => child.kill('SIGKILL'), START_MS)
  const port = fixed === undefined ? await portOf(child.stdout) : await listening(fixed, child)
  clearTimeout(late)
  if (port === undefined) throw new Error(`${cmd.join(' ')} did not start`)
  return {
    port,
    pid: child.pid,
    cpu: () => cpuOf(child.pid) * 1000,
    memory: () => memoryOf(child.pid),
    stop: () => end(child),
    async finish() {
      child.kill('SIGTERM')
      await child.exited
    },
  }
}

/** Resolves when a server that was given this port accepts connections; undefined if it has ended. */
async function listening(port: number, child: Subprocess): Promise<number | undefined> {
  while (child.exitCode === null && child.signalCode === null)
    try {
      const socket = await Bun.connect({
        hostname: '127.0.0.1',
        port,
        socket: { data: () => undefined },
      })
      socket.end()
      return port
    } catch {
      // Not yet.
      await Bun.sleep(20)
    }
  return undefined
}

async function portOf(out: ReadableStream<Uint8Array>): Promise<number | undefined> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of out) {
    text += decoder.decode(chunk)
    const port = /http:\/\/[^\s/]+:(\d+)\S*\n/.exec(text)?.[1]
    if (port !== undefined) return Number(port)
  }
  return undefined
}

function memoryOf(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(found?.[1])
}
