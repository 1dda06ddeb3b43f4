import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mintToken } from '@parlance/sdk/server'
import pkg from '../package.json'
import { freePort, ownProcess } from './support/process.ts'
import { waitFor } from './support/wait.ts'

// README from top to bottom, as it is written: every block is run, in order, against a server that began
// with an empty folder. Only the ports are others.

const ROOT = join(import.meta.dir, '..')
const readme = await Bun.file(join(ROOT, 'README.md')).text()
const blocks = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, lang, code = '']) => {
  return { lang, code }
})
const scripts = blocks.filter(({ lang }) => lang === 'sh').map(({ code }) => code)
const programs = blocks.filter(({ lang }) => lang === 'js' || lang === 'ts')

let server: Awaited<ReturnType<typeof ownProcess>>
let management: number
beforeAll(async () => {
  management = await freePort()
  server = await ownProcess({
    PARLANCE_MANAGEMENT_PORT: `${management}`,
    PARLANCE_JWT_SECRET: '',
  })
  await server.start()
})
afterAll(() => server[Symbol.asyncDispose]())

const here = (code: string): string =>
  code
    .replaceAll('localhost:8000', `localhost:${server.port}`)
    .replaceAll('localhost:7999', `localhost:${management}`)
    .replaceAll('data/secrets.json', join(server.data, 'secrets.json'))

/** What a WebSocket's shell client does: a line in, lines out. */
const WSCAT = `npx() { "${process.execPath}" -e '
  const socket = new WebSocket(process.argv[1])
  socket.onopen = () => socket.send("Hello from a shell")
  socket.onmessage = ({ data }) => (console.log(data), data.includes("from a shell") && process.exit())
' "$3"; }`

test('[DOC-1] every npm script that README names is there', () => {
  const named = [...readme.matchAll(/npm (?:run )?([a-z:]+)/g)].map(([, name = '']) => name)
  expect(named.filter((name) => !(name in pkg.scripts) && name !== 'ci')).toEqual([])
})

test('[DOC-1] every command of README does what stands beside it', async () => {
  // What npm runs has tests of its own; everything else is run as it stands, in one shell.
  const lines = scripts
    .join('\n')
    .split('\n')
    .filter((line) => !line.startsWith('npm '))
  const script = ['set -e', WSCAT, ...lines, 'kill $(jobs -p)'].join('\n')
  const shell = Bun.spawn(['bash', '-c', here(script)], { stdout: 'pipe', stderr: 'pipe' })
  const [out, errors] = await Promise.all([
    new Response(shell.stdout).text(),
    new Response(shell.stderr).text(),
  ])
  expect(errors).toBe('')
  // Sent, found, and received by the one who listens.
  expect(out.match(/Hello from curl/g)?.length).toBeGreaterThanOrEqual(2)
  expect(out).toContain('event: ready')
  expect(out).toContain('"name":"Workshop"')
  expect(out).toContain('{"text":"Hello from a shell","participant":"Ben"}')
  expect(out).toContain('"name":"News"')
})

/** What stands before a program, by a word of it: what its reader has at hand by then. */
const GIVEN: Record<string, string> = {
  'new WebSocket': 'const token = process.env.TOKEN',
  'createClient(': 'const { TOKEN: token, ROOM: room } = process.env',
  'createChat(': `const { ROOM: id } = process.env
    const fetchToken = async () => process.env.TOKEN`,
}
const SAID: Record<string, RegExp> = {
  'new WebSocket': /type: "ready"/,
  'createClient(': /__typename: "Ready"/,
  'createChat(': /Reader Hello/,
}

for (const { code } of programs)
  test(`[DOC-1] the program of README that begins with ${code.split('\n', 1)[0]}`, async () => {
    const word = Object.keys(GIVEN).find((each) => code.includes(each)) ?? 'none'
    const token = await tokenOf('Reader')
    const { room } = await (await fetch(`${server.url}/api/v1/lobby`)).json()
    const headers = { authorization: `Bearer ${token}` }
    await fetch(`${server.url}/api/v1/rooms/${room}/members/me`, { method: 'PUT', headers })
    await using program = startProgram(`${GIVEN[word]}\n${code}`, { TOKEN: token, ROOM: room })
    await waitFor(() => SAID[word]?.test(program.output()))
    if (word === 'createClient(') {
      await server.kill()
      await refuseOnce(server.port)
      await server.start()
      const body = '{"text":"After the restart"}'
      await fetch(`${server.url}/api/v1/rooms/${room}/messages`, { method: 'POST', headers, body })
      await waitFor(() => program.output().includes('After the restart'))
    }
  })

test('[DOC-2] the first five minutes of the TypeScript SDK, for a user who is in no room', async () => {
  const text = await Bun.file(join(ROOT, 'sdk/typescript/README.md')).text()
  const [, code = ''] = /^<script type="module">\n([\s\S]*?)^<\/script>$/m.exec(text) ?? []
  // The page's script, with the package in place of the address that only a browser can import from.
  const script = code.replace('http://localhost:8000/sdk.js', '@parlance/sdk')
  const given = 'const fetchToken = async () => process.env.TOKEN'
  await using program = startProgram(`${given}\n${script}`, { TOKEN: await tokenOf('Newcomer') })
  await waitFor(() => program.output().includes('Newcomer Hello'))
})

async function tokenOf(name: string): Promise<string> {
  const { jwtSecret } = await Bun.file(join(server.data, 'secrets.json')).json()
  return mintToken(jwtSecret, { user: name.toLowerCase(), name, issuer: 'readme' })
}

function startProgram(code: string, env: Record<string, string>) {
  const program = Bun.spawn([process.execPath, '-e', here(code)], {
    cwd: ROOT,
    stdout: 'pipe',
    stderr: 'inherit',
    env: { ...process.env, ...env },
  })
  let output = ''
  const reading = (async () => {
    const decoder = new TextDecoder()
    for await (const part of program.stdout) output += decoder.decode(part)
  })()
  return {
    output: () => output,
    [Symbol.asyncDispose]: async () => {
      program.kill()
      await reading
    },
  }
}

/** Resolves when one connection to the port was refused. */
async function refuseOnce(port: number): Promise<void> {
  const refused = Promise.withResolvers<void>()
  const listener = createServer((socket) => {
    socket.destroy()
    listener.close(() => refused.resolve())
  })
  listener.listen(port, '127.0.0.1')
  await refused.promise
}

test.skipIf(Bun.which('go') === null)(
  '[DOC-2] the first five minutes of the Go SDK, in an empty module',
  async () => {
    const sdk = join(ROOT, 'sdk/go')
    const text = await Bun.file(join(sdk, 'README.md')).text()
    const [, program = ''] = /^```go\n([\s\S]*?)^```$/m.exec(text) ?? []
    const [, setup = ''] = /^```sh\n([\s\S]*?)^```$/m.exec(text) ?? []
    const folder = mkdtempSync(join(tmpdir(), 'parlance-go-'))
    await Bun.write(join(folder, 'main.go'), here(program))
    const script = `set -e\n${setup.replace('../parlance/sdk/go', sdk)}exec go run .`
    const talk = Bun.spawn(['setsid', 'bash', '-c', script], {
      cwd: folder,
      stdout: 'pipe',
      stderr: 'inherit',
    })
    let said = ''
    const reading = (async () => {
      const decoder = new TextDecoder()
      for await (const part of talk.stdout) said += decoder.decode(part)
    })()
    // Somebody else answers, and the program tells of it.
    const guest = await fetch(`${server.url}/api/v1/guests`, {
      method: 'POST',
      body: '{"name":"Ana"}',
    })
    const { token } = await guest.json()
    const headers = { authorization: `Bearer ${token}` }
    const { room } = await (await fetch(`${server.url}/api/v1/lobby`)).json()
    const path = `${server.url}/api/v1/rooms/${room}`
    await fetch(`${path}/members/me`, { method: 'PUT', headers })
    await waitFor(async () => {
      const page = await (await fetch(`${path}/messages`, { headers })).json()
      return JSON.stringify(page).includes('Hello from Go')
    }, 120)
    await waitFor(async () => {
      await fetch(`${path}/messages`, { method: 'POST', headers, body: '{"text":"Hello Gopher"}' })
      return said.includes('Ana: Hello Gopher')
    })
    process.kill(-talk.pid)
    await reading
    rmSync(folder, { recursive: true })
  },
  180_000,
)
