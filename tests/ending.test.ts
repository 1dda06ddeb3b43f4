import { expect, test } from 'bun:test'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from './support/client.ts'
import { npm } from './support/npm.ts'
import { freePort, isFree, ownProcess } from './support/process.ts'
import { waitFor } from './support/wait.ts'

const ROOT = join(import.meta.dir, '..')
type Signal = 'SIGTERM' | 'SIGINT' | 'SIGHUP' | 'SIGKILL'
type Target = 'npm' | 'what npm started' | 'the terminal'

/** `npm start`, with somebody listening. */
async function started() {
  const port = await freePort()
  const settings = { PARLANCE_PORT: `${port}`, PARLANCE_MANAGEMENT_PORT: '0' }
  const process = await npm(['start'], settings)
  const url = `http://127.0.0.1:${port}`
  await waitFor(
    () =>
      fetch(`${url}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    60,
  )
  const body = JSON.stringify({ name: 'Ana' })
  const { token } = await (await fetch(`${url}/api/v1/guests`, { method: 'POST', body })).json()
  return { ...process, port, socket: await new Client(url, token, '').socket() }
}

async function send(signal: Signal, target: Target, at: Awaited<ReturnType<typeof npm>>) {
  const { pid } = at.child
  if (target === 'npm') return process.kill(pid, signal)
  if (target === 'the terminal') return process.kill(-pid, signal)
  return process.kill(await at.one('bin/bun.mjs'), signal)
}

const GRACEFUL: readonly [Signal, Target][] = [
  ['SIGTERM', 'npm'],
  ['SIGINT', 'npm'],
  ['SIGTERM', 'what npm started'],
  ['SIGHUP', 'what npm started'],
  ['SIGTERM', 'the terminal'],
  ['SIGINT', 'the terminal'],
]

for (const [signal, target] of GRACEFUL)
  test(`[LIV-7] ${signal} to ${target}: npm start ends when the server has, which told everyone to come back`, async () => {
    await using at = await started()
    await send(signal, target, at)
    expect(await at.socket.ends()).toEqual({ code: 4503, reason: 'unavailable' })
    await waitFor(() => at.child.exitCode !== null || at.child.signalCode !== null)
    expect(at.running()).toEqual([])
    expect(await isFree(at.port)).toBe(true)
    expect(at.child.exitCode).toBe(0)
  }, 90_000)

// npm passes none of these on: it is gone before anything else is.
const UNHEARD: readonly [Signal, Target][] = [
  ['SIGHUP', 'npm'],
  ['SIGHUP', 'the terminal'],
  ['SIGKILL', 'npm'],
]

for (const [signal, target] of UNHEARD)
  test(`[LIV-8] ${signal} to ${target}: the server tells everyone to come back, and ends, too`, async () => {
    await using at = await started()
    await send(signal, target, at)
    expect(await at.socket.ends()).toEqual({ code: 4503, reason: 'unavailable' })
    await at.gone()
    await waitFor(() => isFree(at.port))
  }, 90_000)

test('[LIV-8] SIGKILL to what npm started ends the server with it', async () => {
  await using at = await started()
  await send('SIGKILL', 'what npm started', at)
  await at.gone()
  await waitFor(() => isFree(at.port))
}, 90_000)

// Each with the words of a process that it has while it is busy. Row G needs no peer, which would be built first.
const SCRIPTS: readonly [readonly string[], string, Signal, Target][] = [
  [['run', 'bench', '--', '--only', 'G'], 'server/main.ts', 'SIGTERM', 'npm'],
  [['run', 'chaos', '--', '--minutes', '9'], 'server/main.ts', 'SIGTERM', 'npm'],
  [['run', 'replay', '--', '--speed', '1', 'FILE'], 'server/main.ts', 'SIGINT', 'npm'],
  [['test', '--', './tests/resume.test.ts'], '--reporter=junit', 'SIGTERM', 'npm'],
  [['run', 'cluster', '--', '--port', '0'], 'server/main.ts', 'SIGTERM', 'npm'],
  [['run', 'bench', '--', '--only', 'G'], 'server/main.ts', 'SIGKILL', 'npm'],
  [['run', 'cluster', '--', '--port', '0'], 'server/main.ts', 'SIGKILL', 'what npm started'],
]

for (const [args, words, signal, target] of SCRIPTS)
  test(`[LIV-8] ${signal} to ${target}: nothing is left of npm ${args.join(' ')}`, async () => {
    const log = join(tmpdir(), `parlance-${crypto.randomUUID()}.txt`)
    await Bun.write(log, '[09:14] <ana> Hello\n'.repeat(1000))
    await using at = await npm(
      args.map((arg) => arg.replace('FILE', log)),
      // As if it had its servers already.
      args[0] === 'test' ? { TEST_SERVICES: 'none' } : {},
    )
    await at.one(words)
    await send(signal, target, at)
    await at.gone(20)
    rmSync(log)
  }, 120_000)

test('[LIV-8] SIGTERM while npm ci runs ends it, and nothing is started after it', async () => {
  // A checkout in which nothing is installed, and in place of npm what only waits.
  const root = mkdtempSync(join(tmpdir(), 'parlance-'))
  mkdirSync(join(root, 'bin'))
  copyFileSync(join(ROOT, 'bin/bun.mjs'), join(root, 'bin/bun.mjs'))
  copyFileSync(join(ROOT, 'package-lock.json'), join(root, 'package-lock.json'))
  writeFileSync(join(root, 'npm'), '#!/bin/sh\necho $$ > running\nexec sleep 60\n')
  chmodSync(join(root, 'npm'), 0o755)
  const path = `${root}:${process.env['PATH']}`
  const child = Bun.spawn(['node', join(root, 'bin/bun.mjs'), 'run', 'x.ts'], {
    cwd: root,
    env: { ...process.env, PATH: path },
    stderr: 'ignore',
  })
  const running = join(root, 'running')
  const pid = Number(await waitFor(() => existsSync(running) && readFileSync(running, 'utf8')))
  child.kill('SIGTERM')
  expect(await child.exited).toBe(143)
  expect(existsSync(`/proc/${pid}/exe`)).toBe(false)
  rmSync(root, { recursive: true })
})

test('[LIV-14] npm start installs what running needs, every other script all, and no package’s script is run', async () => {
  const root = mkdtempSync(join(tmpdir(), 'parlance-'))
  mkdirSync(join(root, 'bin'))
  for (const file of ['bin/bun.mjs', 'package-lock.json'])
    copyFileSync(join(ROOT, file), join(root, file))
  // In place of npm what writes down how it was called.
  writeFileSync(join(root, 'npm'), '#!/bin/sh\necho "$@" > called\nexit 1\n')
  chmodSync(join(root, 'npm'), 0o755)
  const calls: string[] = []
  for (const script of ['bin/start.ts', 'bin/test.ts']) {
    await Bun.spawn(['node', join(root, 'bin/bun.mjs'), 'run', script], {
      cwd: root,
      env: { ...process.env, PATH: `${root}:${process.env['PATH']}` },
      stderr: 'ignore',
    }).exited
    calls.push(readFileSync(join(root, 'called'), 'utf8'))
  }
  expect(calls[0]).toStartWith('ci --ignore-scripts --omit=dev ')
  expect(calls[1]).toStartWith('ci --ignore-scripts --no-fund ')
  rmSync(root, { recursive: true })
})

test('[LIV-14] packages that npm ci has installed are not installed again', async () => {
  const root = mkdtempSync(join(tmpdir(), 'parlance-'))
  for (const folder of ['bin', 'node_modules/bun/bin'])
    mkdirSync(join(root, folder), { recursive: true })
  for (const file of ['bin/bun.mjs', 'package-lock.json'])
    copyFileSync(join(ROOT, file), join(root, file))
  for (const name of ['npm', 'node_modules/bun/bin/bun.exe']) {
    writeFileSync(join(root, name), `#!/bin/sh\necho ${name} "$@"\n`)
    chmodSync(join(root, name), 0o755)
  }
  const run = async () => {
    rmSync(join(root, 'node_modules/.parlance-lock'), { force: true })
    const child = Bun.spawn(['node', join(root, 'bin/bun.mjs'), 'run', 'bin/test.ts'], {
      env: { ...process.env, PATH: `${root}:${process.env['PATH']}` },
      stdout: 'pipe',
      stderr: 'ignore',
    })
    return new Response(child.stdout).text()
  }
  const record = await Bun.file(join(root, 'package-lock.json')).json()
  const write = () =>
    Bun.write(join(root, 'node_modules/.package-lock.json'), JSON.stringify(record))
  await write()
  expect(await run()).toBe('node_modules/bun/bin/bun.exe run bin/test.ts\n')
  record.packages['node_modules/zod'].version = '0.0.1'
  await write()
  expect(await run()).toStartWith('npm ci ')
  rmSync(root, { recursive: true })
})

test('[LIV-14] while packages are installed, it says how many are there', async () => {
  const root = mkdtempSync(join(tmpdir(), 'parlance-'))
  mkdirSync(join(root, 'bin'))
  for (const file of ['bin/bun.mjs', 'package-lock.json'])
    copyFileSync(join(ROOT, file), join(root, file))
  // In place of npm what installs one package, and waits until that was told.
  const npm = [
    '#!/bin/sh',
    'mkdir -p node_modules/zod',
    'echo {} > node_modules/zod/package.json',
    'until [ -e told ]; do sleep 0.1; done',
    'exit 1',
  ]
  writeFileSync(join(root, 'npm'), npm.join('\n'))
  chmodSync(join(root, 'npm'), 0o755)
  const child = Bun.spawn(['node', join(root, 'bin/bun.mjs'), 'run', 'bin/start.ts'], {
    cwd: root,
    env: { ...process.env, PATH: `${root}:${process.env['PATH']}` },
    stderr: 'pipe',
  })
  let said = ''
  for await (const part of child.stderr.pipeThrough(new TextDecoderStream())) {
    said += part
    if (/ 1 of \d+ packages, \d+ s\n/.test(said)) writeFileSync(join(root, 'told'), '')
  }
  expect(said).toMatch(/^Installing .*\n {2}1 of \d+ packages, \d+ s\n/)
  rmSync(root, { recursive: true })
})

test('[LIV-18] a changed source is in the next start, also where nothing can be written', async () => {
  const root = mkdtempSync(join(tmpdir(), 'parlance-'))
  for (const path of ['bin', 'protocol', 'server', 'package-lock.json', 'tsconfig.json'])
    cpSync(join(ROOT, path), join(root, path), { recursive: true })
  const packages = join(root, 'node_modules')
  mkdirSync(packages)
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (!name.startsWith('.')) symlinkSync(join(ROOT, 'node_modules', name), join(packages, name))
  const start = async (version: string) => {
    writeFileSync(join(root, 'package.json'), JSON.stringify({ version }))
    return Bun.$`${process.execPath} run ${join(root, 'bin/start.ts')} --version`.text()
  }
  const bundles = join(packages, '.parlance-server')
  expect(await start('7.8.9')).toBe('7.8.9\n')
  expect(readdirSync(bundles)).toHaveLength(1)
  rmSync(bundles, { recursive: true })
  writeFileSync(bundles, 'not a folder')
  expect(await start('7.8.10')).toBe('7.8.10\n')
  rmSync(root, { recursive: true })
})

test('[LIV-16] a Node.js that is too old says so, and nothing is installed', async () => {
  const old =
    'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"18.20.8"})'
  const child = Bun.spawn(['node', '--import', old, join(ROOT, 'bin/bun.mjs'), '--version'], {
    stderr: 'pipe',
    stdout: 'ignore',
  })
  expect(await new Response(child.stderr).text()).toMatch(
    /^Parlance needs Node\.js 20 or later, and this is 18\.20\.8\. Install a newer one: .*\n$/,
  )
  expect(await child.exited).toBe(2)
})

test('[LIV-7] a server that nohup started goes on when its terminal is closed', async () => {
  await using server = await ownProcess({}, ['nohup'])
  const child = await server.start()
  child.kill('SIGHUP')
  // One that stops takes no connection within a few of these.
  for (let n = 0; n < 100; n++) expect((await fetch(`${server.url}/healthz`)).ok).toBe(true)
  child.kill('SIGTERM')
  expect(await child.exited).toBe(0)
})
