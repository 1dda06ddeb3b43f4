import { describe, expect, test } from 'bun:test'
import { aged, clientOf, OPEN, PASSWORD, post, signIn, signUp } from './support/accounts.ts'
import type { Client } from './support/client.ts'
import { commandLine, settingsOf } from './support/command-line.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { execute } from './support/sql.ts'
import { waitFor } from './support/wait.ts'

/** The first administrator, by the link of the start. */
async function administrator(server: Parlance): Promise<Client> {
  const link = await server.administratorLink()
  return (await signUp(server, 'boss', { link })).client
}

const NO_SUCH = `pl_link_${'A'.repeat(43)}`

test('[LNK-1] by default signing up needs a link, which can be used once', async () => {
  await using server = await parlance()
  const boss = await administrator(server)
  const attempt = (handle: string, link?: string) =>
    post(server, '/accounts', { handle, password: PASSWORD, ...(link && { link }) })
  expect((await attempt('ana')).body.code).toBe('forbidden')
  expect((await attempt('ana', NO_SUCH)).body.code).toBe('link_over')
  const { code } = await boss.ask('POST', '/links', { purpose: 'sign_up' })
  const both = await Promise.all([attempt('ana', code), attempt('ben', code)])
  expect(both.map(({ status }) => status).sort()).toEqual([201, 410])
  expect((await attempt('cleo', code)).body.code).toBe('link_over')
})

test('[LNK-2] of two who claim the link for the first administrator one gets it, and no later start offers one', async () => {
  await using server = await parlance()
  const first = await server.administratorLink()
  const second = await server.administratorLink()
  expect(first).not.toBe(second)
  const both = await Promise.all(
    [first, first, second, second].map((link, i) =>
      post(server, '/accounts', { handle: `boss-${i}`, password: PASSWORD, link }),
    ),
  )
  expect(both.map(({ status }) => status).sort()).toEqual([201, 410, 410, 410])
  const [won] = both.filter(({ status }) => status === 201)
  const { client } = clientOf(server, won?.body)
  expect((await client.ask('POST', '/links', { purpose: 'sign_up' })).code).toStartWith('pl_link_')
  expect(await server.administratorLink()).toBeUndefined()
})

test('[LNK-2] the command line prints another link of a running server, while there is no administrator', async () => {
  await using server = await parlance()
  const call = () => commandLine(['admin', 'setup-link', '--json'], settingsOf(server))
  const { code, stdout, stderr } = await call()
  expect([code, stderr]).toEqual([0, expect.stringContaining('through the management port')])
  const { url } = JSON.parse(stdout)
  expect(url).toMatch(/^http:\/\/localhost:\d+\/#link=pl_link_/)
  const { entries } = await server.backend().ask('GET', '/audit?limit=10')
  expect(JSON.stringify(entries)).toContain('"administrator"')
  expect(JSON.stringify(entries)).not.toContain('pl_link_')
  const link = url.split('#link=')[1]
  const made = await post(server, '/accounts', { handle: 'boss', password: PASSWORD, link })
  expect(made.status).toBe(201)
  const later = await call()
  expect([later.code, JSON.parse(later.stdout)]).toEqual([0, {}])
  const refused = await server.backend().call('POST', '/links/administrator')
  expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
})

test('[LNK-2] a guest becomes the first administrator and keeps their rooms', async () => {
  await using server = await parlance()
  const gus = await server.guest('Gus')
  const room = await gus.room()
  const link = await server.administratorLink()
  const { client } = await signUp(server, 'gus', { link, guestToken: gus.token })
  expect((await client.ask('GET', '/rooms')).rooms).toMatchObject([{ id: room.id, role: 'owner' }])
  expect((await client.call('POST', '/links', { purpose: 'sign_up' })).status).toBe(201)
})

test('[LNK-2] a server that cannot store the link runs, and says so', async () => {
  await using server = await ownProcess()
  await server.start()
  await server.kill()
  await execute(server.databaseUrl, ['alter table links rename to away'], server.data)
  const started = await server.start()
  const said = { out: '', error: '' }
  void read(started.stdout, (text) => (said.out += text))
  void read(started.stderr, (text) => (said.error += text))
  await waitFor(() => said.error.includes('the link for the first administrator could not be'))
  await waitFor(() => said.out.includes('data'))
  expect(said.out).not.toContain('#link=')
  const guest = await fetch(`${server.url}/api/v1/guests`, {
    method: 'POST',
    body: JSON.stringify({ name: 'Gus' }),
  })
  expect(guest.status).toBe(201)
  expect(started.exitCode).toBeNull()
})

async function read(stream: ReadableStream<Uint8Array>, take: (text: string) => void) {
  const decoder = new TextDecoder()
  for await (const chunk of stream) take(decoder.decode(chunk, { stream: true }))
}

test('[LNK-3] administrators list and delete links; others are refused', async () => {
  await using server = await parlance()
  const boss = await administrator(server)
  const eve = await server.user('Eve')
  const made = await boss.ask('POST', '/links', { purpose: 'sign_up', seconds: 60 })
  const { code, ...shown } = made
  expect((await boss.ask('GET', '/links')).links).toEqual([shown])
  for (const [method, path, body] of [
    ['POST', '/links', { purpose: 'sign_up' }],
    ['GET', '/links'],
    ['DELETE', `/links/${made.id}`],
  ] as const)
    expect((await eve.call(method, path, body)).body.code).toBe('forbidden')
  expect((await boss.call('DELETE', `/links/${made.id}`)).status).toBe(204)
  expect((await boss.call('DELETE', `/links/${made.id}`)).body.code).toBe('not_found')
  const late = await post(server, '/accounts', { handle: 'ana', password: PASSWORD, link: code })
  expect(late.body.code).toBe('link_over')
})

test('[LNK-3] at most 1,000 links are open', async () => {
  await using server = await parlance()
  const app = server.backend()
  const command = { name: 'links.create', input: { purpose: 'sign_up' } }
  const commands = Array.from({ length: 1000 }, () => command)
  await app.ask('POST', '/batch', { mode: 'all', commands })
  const { links } = await app.ask('GET', '/links')
  expect(links).toHaveLength(1000)
  expect((await app.call('POST', '/links', command.input)).body.code).toBe('too_many')
  await app.ask('DELETE', `/links/${links[0].id}`)
  expect((await app.call('POST', '/links', command.input)).status).toBe(201)
})

test('[LNK-4] a link ends', async () => {
  await using server = await parlance()
  const app = server.backend()
  const { code } = await app.ask('POST', '/links', { purpose: 'sign_up', seconds: 60 })
  await aged(server, 'links', 'until', 61_000)
  const { body } = await post(server, '/accounts', {
    handle: 'ana',
    password: PASSWORD,
    link: code,
  })
  expect(body.code).toBe('link_over')
  expect((await app.ask('GET', '/links')).links).toEqual([])
})

test('[LNK-5] a link sets a forgotten password, once, and ends all sessions of the user', async () => {
  await using server = await parlance(OPEN)
  const { client, pair } = await signUp(server, 'ana')
  const socket = await client.socket()
  const app = server.backend()
  const { code } = await app.ask('POST', '/links', { purpose: 'password', user: pair.user.id })
  const reset = (password: string) => post(server, '/passwords/reset', { link: code, password })
  expect((await reset('short')).body.fields).toEqual({ password: 'must have 8 to 256 characters' })
  const both = await Promise.all([reset('a new password'), reset('another password')])
  expect(both.map(({ status }) => status).sort()).toEqual([204, 410])
  expect((await socket.ends()).reason).toBe('session_ended')
  expect((await client.call('GET', '/me')).status).toBe(401)
  expect((await post(server, '/sessions', { login: 'ana', password: PASSWORD })).status).toBe(401)
  await signIn(server, 'ana', both[0]?.status === 204 ? 'a new password' : 'another password')
})

describe('[LNK-6] a link is for one purpose, and for one user', () => {
  for (const [what, input, code] of [
    ['a link to sign up has no user', { purpose: 'sign_up', user: 'ana' }, 'invalid_input'],
    ['a password is of a user', { purpose: 'password' }, 'invalid_input'],
    ['of one with an account', { purpose: 'password', user: 'nobody' }, 'not_found'],
    ['nobody is made administrator by the app', { purpose: 'administrator' }, 'invalid_input'],
    ['at most 30 days', { purpose: 'sign_up', seconds: 2_592_001 }, 'invalid_input'],
  ] as const)
    test(`[LNK-6] ${what}`, async () => {
      await using server = await parlance()
      expect((await server.backend().call('POST', '/links', input)).body.code).toBe(code)
    })

  test('[LNK-6] a link to sign up sets no password, and the reverse', async () => {
    await using server = await parlance()
    const app = server.backend()
    const { user, link: password } = await app.ask('POST', '/accounts', { handle: 'ana' })
    const { code } = await app.ask('POST', '/links', { purpose: 'sign_up' })
    const wrong = await post(server, '/passwords/reset', { link: code, password: PASSWORD })
    expect(wrong.body.code).toBe('link_over')
    const body = { handle: 'ben', password: PASSWORD, link: password }
    expect((await post(server, '/accounts', body)).body.code).toBe('link_over')
    // Neither was used up by that.
    expect((await post(server, '/accounts', { ...body, link: code })).status).toBe(201)
    const right = await post(server, '/passwords/reset', { link: password, password: PASSWORD })
    expect(right.status).toBe(204)
    expect((await signIn(server, 'ana')).pair.user.id).toBe(user.id)
  })
})
