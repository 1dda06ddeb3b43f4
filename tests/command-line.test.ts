import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COMMANDS } from '../server/cli/table.ts'
import { commandLine, settingsOf } from './support/command-line.ts'
import { DATABASE, freshDatabase } from './support/database.ts'
import { type Parlance, parlance, token } from './support/parlance.ts'
import { freePort } from './support/process.ts'

let server: Parlance
beforeAll(async () => {
  server = await parlance()
})
afterAll(() => server[Symbol.asyncDispose]())

const call = (...args: string[]) => commandLine(args, settingsOf(server))
async function json(...args: string[]) {
  const { stdout, stderr } = await call(...args, '--json')
  expect(stderr).toContain('through the management port')
  return JSON.parse(stdout)
}

/** Settings of a server that is down, on an empty database. */
async function down() {
  const data = mkdtempSync(join(tmpdir(), 'parlance-cli-'))
  const database = await freshDatabase()
  return {
    settings: {
      PARLANCE_DATA: join(data, 'data'),
      PARLANCE_DATABASE_URL: database.url,
      PARLANCE_PORT: `${await freePort()}`,
      PARLANCE_MANAGEMENT_PORT: `${await freePort()}`,
    },
    [Symbol.asyncDispose]: async () => {
      await database.drop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

test('[CMD-1] on a running server a command goes through the management port, and the server knows at once', async () => {
  const ana = await server.user('Ana')
  await ana.ask('GET', '/me')
  const made = await json('room', 'create', 'Operations', '--type', 'public')
  await ana.ask('PUT', `/rooms/${made.id}/members/me`)
  const sent = (await ana.call('POST', `/rooms/${made.id}/messages`, { text: 'one' })).body
  expect((await json('room', 'messages', 'operations'))[0]).toMatchObject({
    id: sent.id,
    text: 'one',
  })
  expect((await json('message', 'search', ana.id, 'one'))[0].id).toBe(sent.id)
  await json('message', 'delete', made.id, sent.id, '--yes')
  expect((await ana.ask('GET', `/rooms/${made.id}/messages/${sent.id}`)).deletedAt).toBeString()
  expect((await json('user', 'role', ana.id, 'moderator')).role).toBe('moderator')
  await json('user', 'deactivate', ana.id, '--reason', 'a test')
  expect((await ana.call('GET', '/me/sanctions')).body.sanctions).toHaveLength(1)
  expect((await json('user', 'activate', ana.id)).lifted).toBe(1)
})

test('[CMD-1] on a database whose server is down a command works on the database, and the next server has it', async () => {
  await using place = await down()
  const made = await commandLine(['admin', 'create', 'ana', '--json'], place.settings)
  expect(made.stderr).toContain('as the server is down')
  const { user, link } = JSON.parse(made.stdout)
  expect(user.role).toBe('administrator')
  expect(link).toContain('#link=pl_link_')
  await using next = await parlance(place.settings)
  const found = await commandLine(['user', 'show', 'ana', '--json'], settingsOf(next))
  expect(JSON.parse(found.stdout).id).toBe(user.id)
})

if (DATABASE === 'sqlite')
  test('[CMD-2] init creates the data folder once, and prints a link for the first administrator', async () => {
    await using place = await down()
    const first = await commandLine(['init'], place.settings)
    expect([first.code, first.stdout]).toEqual([0, expect.stringContaining('/#link=pl_link_')])
    const again = await commandLine(['init'], place.settings)
    expect(again.code).toBe(1)
    expect(again.stderr).toMatch(
      /^PARLANCE_DATA: .*contains .* already: start the server with it, or set an empty folder\n$/,
    )
  })

test('[CMD-3] a wrong use is one line that names it and the nearest match, and exit code 2', async () => {
  const wrong: [string[], RegExp][] = [
    [['usr', 'list'], /^usr: there is no such command: did you mean user\?/],
    [['user', 'lsit'], /^user lsit: there is no such command: did you mean user list\?/],
    [['user', 'list', '--limti', '3'], /^--limti: there is no such flag: did you mean --limit\?/],
    [['user', 'list', '--limit', '0'], /^--limit: 0 must be a whole number above 0\n$/],
    [['user', 'list', '--limit'], /^--limit: give a value/],
    [['user', 'list', '--json=1'], /^--json: takes no value/],
    [['user', 'list', '--port', 'x'], /^--port: must be a number from 0 to 65535/],
    [['user', 'show'], /^USER: is missing \(.*\), as in: parlance user show USER\n$/],
    [['user', 'show', 'ana', 'ben'], /^ben: is one argument too many/],
    [['user', 'role', 'ana', 'admininistrator'], /^ROLE: .* did you mean administrator\?\n$/],
    [['api', 'rooms.lst'], /^rooms\.lst: there is no such command: did you mean rooms\.list\?/],
    [['api', 'rooms.list', 'limt=3'], /^limt: there is no such field: did you mean limit\?/],
    [['api', 'me.get'], /^me\.get: this is a command of the client port: add --as USER/],
    [
      ['room', 'delete', server.lobby],
      /^\(.*\)\n--yes: .*add --yes, as there is no terminal to ask/,
    ],
    [['complete', 'tcsh'], /^complete: name a shell: bash, zsh, fish, powershell/],
  ]
  const outcomes = await Promise.all(wrong.map(([args]) => call(...args)))
  for (const [i, { code, stdout, stderr }] of outcomes.entries()) {
    expect(stderr).toMatch(wrong[i]?.[1] ?? '')
    expect([code, stdout]).toEqual([2, ''])
  }
})

test('[CMD-3] a refusal is one line with its code, and exit code 1', async () => {
  const refused = await call('api', 'users.get', 'user=nobody')
  expect([refused.code, refused.stdout]).toEqual([1, ''])
  expect(refused.stderr).toMatch(/\nnot_found: .+\n$/)
  const other = await commandLine(['user', 'list'], {
    ...settingsOf(server),
    PARLANCE_API_KEY: 'x'.repeat(40),
  })
  expect([other.code, other.stderr]).toEqual([
    1,
    expect.stringMatching(/^PARLANCE_API_KEY: the server at .* does not accept this key/),
  ])
})

test('[CMD-4] tables for people never control the terminal', async () => {
  const eve = await server.user('Eve')
  await eve.ask('GET', '/me')
  const { id } = await json('room', 'create', 'Control')
  await eve.ask('PUT', `/rooms/${id}/members/me`)
  const text = 'red \u001b[31m and\nnext \u0007 line'
  expect((await eve.call('POST', `/rooms/${id}/messages`, { text })).body.text).toBe(text)
  const { stdout } = await call('room', 'messages', 'Control')
  expect(stdout).toContain('red [31m and next line')
  expect(stdout.trim().split('\n')).toHaveLength(2)
})

test('[CMD-5] every command of the API can be run by its name, as the app or as a user', async () => {
  const ana = await server.user('Ana')
  await ana.ask('GET', '/me')
  const room = await json(
    'api',
    'rooms.create',
    'type=group',
    'name=By name',
    `members:=[{"user":"${ana.id}"}]`,
  )
  expect((await json('api', 'rooms.list', 'limit=200', `user=${ana.id}`)).rooms[0].id).toBe(room.id)
  const sent = await json('api', 'messages.send', `room=${room.id}`, 'text=1=1', '--as', ana.id)
  expect(sent).toMatchObject({ text: '1=1', sender: { id: ana.id } })
})

test('[CMD-6] send and tail are a second client of the running server', async () => {
  const ben = await server.user('Ben')
  await ben.ask('GET', '/me')
  const { id } = await json('room', 'create', 'Terminal')
  await ben.ask('PUT', `/rooms/${id}/members/me`)
  await ben.call('POST', `/rooms/${id}/messages`, { text: 'before' })
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const { promise: began, resolve: begin } = Promise.withResolvers<void>()
  const onPrint = (line: string) => {
    if (line.endsWith('Ben: before')) begin()
    if (line.endsWith('Terminal: hello')) end()
  }
  const tail = commandLine(['tail', 'Terminal', '--as', ben.id], settingsOf(server), onPrint, ended)
  await began
  const sent = await call('send', 'Terminal', 'hello')
  expect(sent.stdout).toMatch(/Terminal: hello\n$/)
  const { code, stdout } = await tail
  expect(code).toBe(0)
  expect(stdout).toMatch(/Ben: before\n.*Terminal: hello\n$/)
})

test('[CMD-7] token inspect says what a token contains and whether it is accepted, without creating a user', async () => {
  const settings = {
    ...settingsOf(server),
    PARLANCE_JWT_SECRET: 'a secret of the app, of 32 bytes and more',
    PARLANCE_SECRET: 's'.repeat(32),
  }
  const good = await commandLine(['token', 'inspect', await token({ sub: 'inspected' })], settings)
  expect([good.code, good.stdout]).toEqual([
    0,
    expect.stringMatching(/inspected[\s\S]*\naccepted\n$/),
  ])
  const bad = await commandLine(
    ['token', 'inspect', await token({ sub: 'inspected' }, 'x'.repeat(32))],
    settings,
  )
  expect([bad.code, bad.stderr]).toEqual([
    1,
    expect.stringContaining('not accepted: signature: does not match'),
  ])
  expect((await call('user', 'show', 'inspected')).code).toBe(1)
})

test('[CMD-8] config check finds a setting that does not exist, and show prints no secret', async () => {
  const unknown = await commandLine(['config', 'check'], { PARLANCE_PROT: '1' })
  expect([unknown.code, unknown.stderr]).toEqual([
    2,
    expect.stringContaining('did you mean PARLANCE_PORT?'),
  ])
  const secret = 'hidden-'.repeat(6)
  const shown = await commandLine(['config', 'show'], {
    PARLANCE_JWT_SECRET: secret,
    PARLANCE_DATABASE_URL: `postgres://parlance:${secret}@db/parlance`,
  })
  expect(shown.stdout).toMatch(/PARLANCE_JWT_SECRET +\(set\) +PARLANCE_JWT_SECRET/)
  expect(shown.stdout).not.toContain('hidden-')
})

/** In a process of its own, from another folder, by Node.js. */
async function program(...args: string[]) {
  const child = Bun.spawn(['node', join(import.meta.dir, '../bin/parlance.mjs'), ...args], {
    cwd: tmpdir(),
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    env: { PATH: process.env['PATH'] },
  })
  const stdout = await new Response(child.stdout).text()
  return { code: await child.exited, stdout, stderr: await new Response(child.stderr).text() }
}

test('[CMD-9] completion knows commands, flags, values and names of the API, for four shells', async () => {
  const calls = [
    ['--', 'user', ''],
    ['--', 'user', 'role', 'ana', ''],
    ['--', 'room', 'list', '--l'],
    ['--', 'api', 'rooms.'],
    ...['bash', 'zsh', 'fish', 'powershell'].map((shell) => [shell]),
  ]
  const script = `import { main } from './server/cli/main.ts'
    for (const call of ${JSON.stringify(calls)}) {
      await main(['complete', ...call])
      console.log('\\0')
    }`
  const child = Bun.spawn([process.execPath, '-e', script], {
    cwd: join(import.meta.dir, '..'),
    stdout: 'pipe',
  })
  const [verbs, values, flags, names, ...shells] = (await new Response(child.stdout).text()).split(
    '\0\n',
  )
  expect(verbs).toContain('reset-link\t')
  expect(values).toContain('administrator')
  expect(flags).toContain('--limit\t')
  expect(names).toContain('rooms.create')
  expect(shells.filter((text) => text.includes('parlance'))).toHaveLength(4)
})

test('[CMD-3] the program exits with the code of the command', async () => {
  expect(await program('user', 'lsit')).toMatchObject({ code: 2, stdout: '' })
  expect(await program('health', '--port', `${await freePort()}`)).toMatchObject({ code: 1 })
})

test('[CMD-10] every command is in the help, the man page and the reference page', async () => {
  const read = (path: string) => Bun.file(join(import.meta.dir, '..', path)).text()
  const [help, man, page] = [
    (await call('--help')).stdout,
    await read('docs/parlance.1'),
    await read('docs/command-line.md'),
  ]
  expect(COMMANDS.length).toBeGreaterThan(40)
  for (const { name, summary } of COMMANDS) {
    expect(help).toContain(`  ${name} `.trimEnd())
    expect(help).toContain(summary)
    expect(man).toContain(`.B parlance ${name.replaceAll('-', '\\-')}`)
    expect(page).toContain(`| \`${name}`)
  }
})
