import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Subprocess } from 'bun'
import { ensureWeb } from '../web/build.ts'
import { openProxy } from './cluster-proxy.ts'

/**
 * `npm run cluster -- --nodes 3`: a whole cluster on one machine, for experiments. It has its own PostgreSQL and Redis,
 * one process for each node, and one address for all nodes. Everything is removed at the end.
 */

const SERVICES = join(import.meta.dir, 'services')
const MAIN = join(import.meta.dir, '../server/main.ts')
/** How long a node can take to stop before it is killed. Longer than it takes to end all its connections. */
const END_MS = 12_000

/** The message says in one line what is wrong and what to do. */
class CannotRun extends Error {}

type Node = { readonly pid: number; readonly url: string }
type Services = { readonly folder: string; readonly database: string; readonly redis: string }

async function run(args: readonly string[], ended: Promise<void>): Promise<void> {
  const { values: options } = parseArgs({
    args: [...args],
    options: {
      nodes: { type: 'string', default: '3' },
      port: { type: 'string', default: '8000' },
      json: { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
    },
  })
  const [count, port] = [Number(options.nodes), Number(options.port)]
  if (!Number.isInteger(count) || count < 1)
    throw new CannotRun('--nodes must be a whole number from 1')
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new CannotRun('--port must be a number up to 65535, or 0 for a free port')

  await using ends = new AsyncDisposableStack()
  const ports: number[] = []
  const proxy = await openProxy(port, ports)
  ends.defer(proxy.close)
  if (!options['no-build']) await ensureWeb()
  const services = await startServices(ends)
  const nodes = await startNodes(count, services, ends)
  ports.push(...nodes.map(({ url }) => Number(new URL(url).port)))

  const url = `http://localhost:${proxy.port}`
  console.log(options.json ? JSON.stringify({ url, nodes, ...services }) : screen(url, nodes))
  await ended
}

const screen = (url: string, nodes: readonly Node[]): string =>
  [
    '',
    `  open    ${url}`,
    ...nodes.map((node, i) => `  node ${i + 1}  ${node.url}   pid ${node.pid}`),
    '',
    '  Stop a node with kill -9 to see clients reconnect to another one. Ctrl+C stops all.',
    '',
  ].join('\n')

async function startServices(ends: AsyncDisposableStack): Promise<Services> {
  const child = Bun.spawn([SERVICES, 'start', `${process.pid}`], {
    stdout: 'pipe',
    stderr: 'inherit',
    detached: true,
  })
  const output = await new Response(child.stdout).text()
  const variables = new Map([...output.matchAll(/^export (\w+)=(.*)$/gm)].map(([, n, v]) => [n, v]))
  const folder = variables.get('TEST_SERVICES')
  if (folder === undefined) throw new CannotRun('bin/services did not start: its error is above')
  ends.defer(async () => {
    await Bun.spawn([SERVICES, 'stop', folder], { stdout: 'ignore', detached: true }).exited
  })
  const [database, redis] = [variables.get('TEST_POSTGRES_URL'), variables.get('TEST_REDIS_URL')]
  if (database === undefined || redis === undefined)
    throw new CannotRun(
      'PostgreSQL and Redis are not installed: run `bin/services` as root to install them',
    )
  return { folder, database, redis }
}

async function startNodes(
  count: number,
  { database, redis }: Services,
  ends: AsyncDisposableStack,
): Promise<Node[]> {
  const data = mkdtempSync(join(tmpdir(), 'parlance-cluster-'))
  ends.defer(() => rmSync(data, { recursive: true, force: true }))
  const env = {
    PARLANCE_LOG_LEVEL: 'warn',
    ...process.env,
    PARLANCE_HOST: '127.0.0.1',
    PARLANCE_PORT: '0',
    PARLANCE_MANAGEMENT_PORT: '0',
    PARLANCE_DATABASE_URL: database,
    PARLANCE_REDIS_URL: redis,
  }
  const children = Array.from({ length: count }, (_, i) =>
    Bun.spawn([process.execPath, '--no-orphans', MAIN], {
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'inherit',
      // Only this process receives Ctrl+C. A node that gets a second signal exits without closing its connections.
      detached: true,
      env: { ...env, PARLANCE_DATA: join(data, `${i + 1}`) },
    }),
  )
  ends.defer(async () => {
    await Promise.all(children.map(end))
  })
  return Promise.all(
    children.map(async (child) => ({ pid: child.pid, url: await urlIn(child.stdout) })),
  )
}

/** Each node chooses a free port, and prints its address. */
async function urlIn(stdout: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let output = ''
  for await (const chunk of stdout) {
    output += decoder.decode(chunk, { stream: true })
    const port = /http:\/\/localhost:(\d+)\s/.exec(output)?.[1]
    if (port !== undefined) return `http://127.0.0.1:${port}`
  }
  throw new CannotRun('A node did not start: its error is above')
}

async function end(child: Subprocess): Promise<void> {
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), END_MS)
  await child.exited
  clearTimeout(timer)
}

const ended = Promise.withResolvers<void>()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => ended.resolve())
try {
  await run(process.argv.slice(2), ended.promise)
  process.exit(0)
} catch (error) {
  if (!(error instanceof Error)) throw error
  const code = 'code' in error ? String(error.code) : ''
  if (error instanceof CannotRun || code.startsWith('ERR_PARSE_ARGS')) console.error(error.message)
  else if (code === 'EADDRINUSE')
    console.error('--port is in use: stop the program that uses it, or set another port')
  else throw error
  process.exit(2)
}
