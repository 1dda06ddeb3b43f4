import { afterAll, beforeAll, expect, test } from 'bun:test'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { API_KEY, parlance, SECRET } from './support/parlance.ts'

// The TypeScript SDK as its users get it: packed, installed into an empty project, and used there.

const ROOT = join(import.meta.dir, '..')
const SDK = join(ROOT, 'sdk/typescript')
let project: string

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'parlance-package-'))
  rmSync(join(SDK, 'dist'), { recursive: true, force: true })
  // It builds what it packs.
  await run(SDK, 'npm', 'pack', '--silent', '--pack-destination', project)
  await Bun.write(join(project, 'package.json'), '{ "private": true, "type": "module" }')
  const packed = await Array.fromAsync(new Bun.Glob('*.tgz').scan({ cwd: project }))
  await run(project, 'npm', 'install', '--offline', '--silent', `./${packed[0]}`)
  for (const file of ['app.ts', 'types.ts'])
    cpSync(join(import.meta.dir, 'package', file), join(project, file))
  await Bun.write(join(project, 'node.d.ts'), 'declare const process: { argv: string[] }')
}, 60_000)
afterAll(() => rmSync(project, { recursive: true, force: true }))

test('[PKG-1] it brings nothing with it', async () => {
  const installed = await Array.fromAsync(
    new Bun.Glob('node_modules/**/package.json').scan({ cwd: project, dot: true }),
  )
  expect(installed).toEqual(['node_modules/@parlance/sdk/package.json'])
})

test('[PKG-2] under the strictest settings what is right compiles, and what is wrong does not', async () => {
  const compilerOptions = {
    target: 'ES2023',
    module: 'NodeNext',
    lib: ['ES2023', 'DOM', 'ESNext.Disposable'],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    outDir: 'out',
  }
  for (const lib of [['ES2022', 'DOM'], compilerOptions.lib]) {
    const config = { compilerOptions: { ...compilerOptions, lib } }
    await Bun.write(join(project, 'tsconfig.json'), JSON.stringify(config))
    expect(await run(project, join(ROOT, 'node_modules/.bin/tsc'), '-p', '.')).toBe('')
  }
}, 60_000)

test('[PKG-5] React components of it are a client’s: Next.js is told so', async () => {
  const built = await Bun.file(join(project, 'node_modules/@parlance/sdk/dist/react.js')).text()
  expect(built).toStartWith("'use client'")
})

test('[PKG-6] where there is no WebSocket a call says what to do, and the process goes on', async () => {
  const program = `import { createChat } from '@parlance/sdk'
    globalThis.WebSocket = undefined
    const chat = createChat({ url: 'http://127.0.0.1:9', token: () => 'a.b.c' })
    await new Promise((later) => setTimeout(later, 50))
    chat.onError(() => undefined)
    console.log(await chat.me.get().catch(({ code, message }) => code + ': ' + message))`
  await Bun.write(join(project, 'old.mjs'), program)
  expect(await run(project, 'node', 'old.mjs')).toBe(
    'no_socket: No WebSocket: use `transport: sse`\n',
  )
})

test('[RCT-13] the hooks compile under the same settings, and what is wrong does not', async () => {
  const types = join(project, 'node_modules/@types')
  mkdirSync(types)
  symlinkSync(join(ROOT, 'node_modules/@types/react'), join(types, 'react'))
  cpSync(join(import.meta.dir, 'package/hooks.ts'), join(project, 'hooks.ts'))
  expect(await run(project, join(ROOT, 'node_modules/.bin/tsc'), '-p', '.')).toBe('')
}, 60_000)

for (const runtime of ['node', process.execPath])
  test(`[PKG-3] it talks on ${runtime === 'node' ? 'Node.js' : 'Bun'}`, async () => {
    await using server = await parlance()
    await run(
      project,
      process.execPath,
      'build',
      'app.ts',
      '--packages=external',
      '--outfile=app.js',
    )
    const said = await run(
      project,
      runtime,
      'app.js',
      server.url,
      server.management,
      API_KEY,
      SECRET,
    )
    expect(JSON.parse(said)).toEqual({
      received: 'Hello',
      sent: 'Hello',
      name: 'First',
      code: 'invalid_input',
    })
  }, 60_000)

/** What it printed; what it complained about is an error. */
async function run(cwd: string, ...command: string[]): Promise<string> {
  const child = Bun.spawn(command, { cwd, stdout: 'pipe', stderr: 'pipe' })
  const [out, complaint] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ])
  if ((await child.exited) !== 0) throw new Error(`${command.join(' ')}: ${out}${complaint}`)
  return out
}
