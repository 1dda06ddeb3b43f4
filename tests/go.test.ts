import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { API_KEY, parlance, SECRET } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

// The Go SDK: its own tests, and its examples against the real server. That it does what the other
// SDKs do is in conformance.test.ts.

const SDK = join(import.meta.dir, '../sdk/go')
const GO = Bun.which('go')
const made = mkdtempSync(join(tmpdir(), 'parlance-go-'))
afterAll(() => rmSync(made, { recursive: true, force: true }))

test('there is a Go to try the SDK with', () => {
  if (process.env['REQUIRE_SERVICES'] === '1' && GO === null)
    throw new Error('No go on the PATH: bin/services installs one')
})

describe.skipIf(GO === null)('with Go', () => {
  /** The outcome of each Go test, by its name. */
  const outcomes = new Map<string, string>()
  let said = ''
  beforeAll(async () => {
    const { out } = await go('test', '-json', ...race(), '.')
    said = out
    for (const line of out.split('\n')) {
      const { Action, Test } = line.startsWith('{') ? JSON.parse(line) : {}
      if (Test !== undefined && /^(pass|fail|skip)$/.test(Action)) outcomes.set(Test, Action)
    }
  }, 300_000)

  /** The Go tests that carry a rule's number. */
  function proved(rule: string): void {
    const own = [...outcomes].filter(([name]) => name.startsWith(`Test${rule.replace('-', '')}`))
    if (own.length === 0 || own.some(([, outcome]) => outcome !== 'pass')) console.error(said)
    expect(own.length).toBeGreaterThan(0)
    for (const [name, outcome] of own) expect({ name, outcome }).toEqual({ name, outcome: 'pass' })
  }

  test('[GOS-1] it is as gofmt and go vet would have it, and needs no module', async () => {
    expect(await go('vet', './...')).toEqual({ code: 0, out: '' })
    const gofmt = Bun.spawn([Bun.which('gofmt') ?? 'gofmt', '-l', '.'], { cwd: SDK })
    expect(await new Response(gofmt.stdout).text()).toBe('')
    expect(await Bun.file(join(SDK, 'go.mod')).text()).not.toContain('require')
  }, 300_000)

  test('[GOS-2] events come in order, each once, across lost connections', () => proved('GOS-2'))
  test('[GOS-3] a server that lies is told of and recovered from; a newer one is none', () =>
    proved('GOS-3'))
  test('[GOS-4] a token source of any kind is asked once at a time, and in no storm', () =>
    proved('GOS-4'))
  test('[GOS-5] what may be said again is said again under its key, the rest once', () =>
    proved('GOS-5'))
  test('[CLI-10] after a sleep a dead connection is given up at once', () => proved('CLI-10'))
  test('[CLI-11] a stream that is renewed goes on, and nobody is told', () => proved('CLI-11'))
  test('[GOS-6] every entity, event and refusal is read and written whole', () => proved('GOS-6'))

  test('[GOS-7] the example of a bot answers', async () => {
    await using server = await parlance()
    const [ana, robot] = [await server.user('Ana'), await server.user('Robot')]
    const room = await ana.room('group', robot)
    const env = { PARLANCE_URL: server.url, PARLANCE_TOKEN: robot.token }
    await using bot = await example('bot', env)
    await waitFor(() => bot.said().includes('live'))
    const asked = await ana.send(room.id, 'Who is robot?')
    const answered = await waitFor(async () =>
      (await ana.history(room.id)).find(({ replyTo }) => replyTo === asked.id),
    )
    expect(answered).toMatchObject({ text: 'Hello Ana, I am Robot.', sender: { id: robot.id } })
  }, 120_000)

  test('[GOS-7] the example of a backend makes a room, as often as it runs, and a way in', async () => {
    await using server = await parlance()
    const env = { PARLANCE_MANAGEMENT_URL: server.management, PARLANCE_API_KEY: API_KEY }
    const rooms = new Set<string>()
    for (let i = 0; i < 2; i++) {
      await using backend = await example('backend', env)
      await backend.ended
      const [room = '', token = ''] = backend.said().trim().split(' ')
      rooms.add(room)
      const [message, ...more] = await server.as(token).history(room)
      expect(message).toMatchObject({ text: 'The order is on its way.', system: true })
      expect(more).toEqual([])
    }
    expect(rooms.size).toBe(1)
  }, 120_000)

  test('[GOS-7] the example of an app signs tokens that let its users in', async () => {
    await using server = await parlance()
    const env = { PARLANCE_JWT_SECRET: SECRET }
    await using backend = await example('token', env, '-listen', '127.0.0.1:0')
    await waitFor(() => backend.said().includes('http://'))
    const headers = { 'x-user': 'cleo', 'x-name': 'Cleo' }
    const { token } = await (await fetch(backend.said().trim(), { headers })).json()
    const me = await server.as(token).ask('GET', '/me')
    expect(me).toMatchObject({ id: 'cleo', name: 'Cleo', info: { team: 'blue' } })
  }, 120_000)
})

/** The race detector needs a C compiler. */
const race = () => ((Bun.which('gcc') ?? Bun.which('clang')) ? ['-race'] : [])

async function go(...args: string[]): Promise<{ code: number; out: string }> {
  const run = Bun.spawn([GO ?? 'go', ...args], { cwd: SDK, stdout: 'pipe', stderr: 'pipe' })
  const [out, err] = await Promise.all([run.stdout, run.stderr].map((s) => new Response(s).text()))
  return { code: await run.exited, out: `${out}${err}` }
}

/** An example that runs, built where nothing stays. */
async function example(name: string, env: Record<string, string>, ...args: string[]) {
  const program = join(made, name)
  const built = await go('build', '-buildvcs=false', '-o', program, `./examples/${name}`)
  if (built.code !== 0) throw new Error(built.out)
  const child = Bun.spawn([program, ...args], { env, stdout: 'pipe', stderr: 'inherit' })
  let said = ''
  const reading = (async () => {
    const decoder = new TextDecoder()
    for await (const chunk of child.stdout) said += decoder.decode(chunk, { stream: true })
  })()
  return {
    said: () => said,
    ended: reading,
    [Symbol.asyncDispose]: async () => {
      child.kill()
      await child.exited
      await reading
    },
  }
}
