import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { OPEN, PASSWORD, post, signIn, signUp } from './support/accounts.ts'
import { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { nodes, REDIS } from './support/nodes.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { execute } from './support/sql.ts'

/** One server for the cases of a table, each of which has a handle of its own. */
function oneServer(): () => Parlance {
  let server: Parlance | undefined
  beforeAll(async () => {
    server = await parlance({ ...OPEN, PARLANCE_ADDRESS_PER_SECOND: '1000' })
  })
  afterAll(() => server?.[Symbol.asyncDispose]())
  return () => {
    if (server === undefined) throw new Error('The server has not started')
    return server
  }
}

/** Sets the time of the last failed attempts, so that the time that a test takes does not matter. */
const failedAgo = ({ place }: Parlance, ms: number) =>
  execute(
    place.PARLANCE_DATABASE_URL,
    [`update sign_in_attempts set at = ${Date.now() - ms}`],
    place.PARLANCE_DATA,
  )

test('[ACC-1] somebody signs up with a handle and a password, and signs in again', async () => {
  await using server = await parlance(OPEN)
  const { pair, client } = await signUp(server, 'Ana.K', { name: 'Ana' })
  expect(pair.user).toMatchObject({ name: 'Ana', handle: 'ana.k', kind: 'person' })
  expect(pair.user.id).toStartWith('person_')
  expect((await client.ask('GET', '/me')).id).toBe(pair.user.id)
  expect((await client.ask('GET', '/account')).user).toMatchObject({ handle: 'ana.k' })
  const again = await signIn(server, ' ANA.K ')
  expect(again.pair.session).not.toBe(pair.session)
  await again.client.ask('PUT', `/rooms/${server.lobby}/members/me`)
  expect((await again.client.send(server.lobby, 'hello')).sender.name).toBe('Ana')
  await again.client.ask('PATCH', '/me', { name: 'Ana of the docks' })
  expect((await client.ask('GET', '/me')).name).toBe('Ana of the docks')
})

test('[ACC-1] a handle that is taken, or looks like one, is refused; of two at once one gets it', async () => {
  await using server = await parlance(OPEN)
  const both = await Promise.all(
    ['morning', 'rnorning'].map((handle) =>
      post(server, '/accounts', { handle, password: PASSWORD }),
    ),
  )
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  expect(both.find(({ status }) => status === 409)?.body.code).toBe('handle_taken')
})

describe('[ACC-2] a new password has 8 to 256 characters', () => {
  const server = oneServer()
  const long = 'x'.repeat(257)
  const cases = [
    ['no characters', '', 'must have 8 to 256 characters'],
    ['7 characters', 'seven77', 'must have 8 to 256 characters'],
    ['8 characters', 'eight888', undefined],
    ['73 bytes, more than bcrypt compares', 'x'.repeat(73), undefined],
    ['8 characters that become 4 in NFKC', 'e\u0301'.repeat(4), 'must have 8 to 256 characters'],
    ['256 characters', long.slice(1), undefined],
    ['257 characters', long, 'must have 8 to 256 characters'],
    ['256 characters of 1,024 bytes', '😀'.repeat(256), undefined],
    ['60 characters that become 1,080 in NFKC', 'ﷺ'.repeat(60), 'must have 8 to 256 characters'],
    ['16 KiB', 'x'.repeat(16_384), 'must have 8 to 256 characters'],
    ['a number', 12_345_678, 'must be text'],
  ] as const
  for (const [n, [what, password, field]] of cases.entries())
    test(`[ACC-2] ${what}`, async () => {
      const handle = `ana${n}`
      const { status, body } = await post(server(), '/accounts', { handle, password })
      expect(body.fields?.password).toBe(field as string)
      expect(status).toBe(field === undefined ? 201 : 400)
      if (status !== 201) return
      await signIn(server(), handle, String(password))
      const other = `${password}.`
      const wrong = await post(server(), '/sessions', { login: handle, password: other })
      expect(wrong.body.code).toBe('wrong_credentials')
    })

  test('[ACC-2] NUL is refused, on REST and on the socket', async () => {
    const password = 'before\0after'
    const refused = await post(server(), '/accounts', { handle: 'ana', password })
    expect(refused.body.code).toBe('invalid_json')
    const { client } = await signUp(server(), 'ben')
    const socket = await client.socket()
    socket.say({
      type: 'command',
      id: 9,
      name: 'accounts.create',
      input: { handle: 'ana', password },
    })
    expect((await socket.ends()).reason).toBe('invalid_json')
  })

  test('[ACC-2] the same characters in another form of Unicode are the same password', async () => {
    const password = 'Müller–Ångström'
    await signUp(server(), 'ana', { password: password.normalize('NFD') })
    await signIn(server(), 'ana', password.normalize('NFC'))
    await signIn(server(), 'ana', password.normalize('NFKD'))
  })
})

describe('[ACC-3] wrong credentials get one answer, whether the user exists or not', () => {
  const server = oneServer()
  const cases: [what: string, loginOf: (handle: string) => string, password: string][] = [
    ['a wrong password', (handle) => handle, 'wrong horse battery'],
    ['an empty password', (handle) => handle, ''],
    ['a long password', (handle) => handle, 'x'.repeat(4000)],
    ['an unknown handle', () => 'nobody', PASSWORD],
    ['a handle that only looks the same', (handle) => `${handle}-`, PASSWORD],
    ['no handle', () => '', PASSWORD],
    ['a user of the app', (handle) => `app-${handle}`, PASSWORD],
    ['SQL', (handle) => `${handle}' or 1=1 --`, PASSWORD],
  ]
  for (const [n, [what, loginOf, password]] of cases.entries())
    test(`[ACC-3] ${what}`, async () => {
      const handle = `ana${n}`
      await signUp(server(), handle)
      const ofApp = { id: handle, name: 'A', handle: `app-${handle}` }
      await server().backend().ask('POST', '/users', ofApp)
      const login = loginOf(handle)
      const { status, body } = await post(server(), '/sessions', { login, password })
      const known = await post(server(), '/sessions', { login: handle, password: 'wrong one' })
      if (login !== '') expect(body).toEqual(known.body)
      expect(status).toBe(login === '' ? 400 : 401)
    })
})

test('[ACC-4] after five failures a login waits, also one of nobody; a success ends the waiting', async () => {
  await using server = await parlance(OPEN)
  await signUp(server, 'ana')
  const attempt = (login: string, password = 'wrong horse battery') =>
    post(server, '/sessions', { login, password })
  const waits = async (login: string, seconds: number) => {
    const before = Date.now()
    await failedAgo(server, -60_000)
    const { status, body, response } = await attempt(login)
    expect([status, body.code]).toEqual([429, 'rate_limited'])
    const wait = Number(response.headers.get('retry-after')) - 60
    expect(wait).toBeLessThanOrEqual(seconds)
    expect(wait).toBeGreaterThanOrEqual(seconds - (Date.now() - before) / 1000)
  }
  for (const login of ['ana', 'nobody']) {
    for (let i = 0; i < 5; i++) expect((await attempt(login)).body.code).toBe('wrong_credentials')
    await waits(login, 2)
  }
  // The right password waits, too: the answer says nothing about it.
  expect((await attempt('ana', PASSWORD)).body.code).toBe('rate_limited')
  await failedAgo(server, 2000)
  expect((await attempt('ana')).body.code).toBe('wrong_credentials')
  await waits('ana', 4)
  await failedAgo(server, 4000)
  expect((await attempt('ana', PASSWORD)).status).toBe(201)
  expect((await attempt('ana')).body.code).toBe('wrong_credentials')
})

test('[ACC-4] guesses that are made at once count one by one', async () => {
  await using server = await parlance(OPEN)
  await signUp(server, 'ana')
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      post(server, '/sessions', { login: 'ana', password: `guess-${i}` }),
    ),
  )
  expect(all.filter(({ body }) => body.code === 'wrong_credentials')).toHaveLength(5)
  expect(all.filter(({ body }) => body.code === 'rate_limited')).toHaveLength(15)
})

test('[ACC-7] a change of the handle or password needs the current password, and a new password ends the other sessions', async () => {
  await using server = await parlance(OPEN)
  const { client: phone } = await signUp(server, 'ana')
  const { client: laptop } = await signIn(server, 'ana')
  const socket = await phone.socket()
  const password = 'a new password'
  const change = (body: object) => laptop.call('PATCH', '/account', body)
  expect((await change({ password })).body.code).toBe('proof_required')
  const wrong = await change({ password, currentPassword: 'wrong horse battery' })
  expect([wrong.status, wrong.body.code]).toEqual([401, 'wrong_credentials'])
  const { body } = await change({ handle: 'Ana2', password, currentPassword: PASSWORD })
  expect(body.user.handle).toBe('ana2')
  expect((await socket.ends()).reason).toBe('session_ended')
  expect((await phone.call('GET', '/me')).status).toBe(401)
  expect((await laptop.call('GET', '/me')).status).toBe(200)
  await signIn(server, 'ana2', password)
  expect((await post(server, '/sessions', { login: 'ana2', password: PASSWORD })).status).toBe(401)
  expect((await post(server, '/sessions', { login: 'ana', password })).status).toBe(401)
})

test('[ACC-8] who deletes their account is deleted, with the password only', async () => {
  await using server = await parlance(OPEN)
  const { client, pair } = await signUp(server, 'ana')
  const { client: laptop } = await signIn(server, 'ana')
  const ben = await server.user('Ben')
  const room = await ben.room('group', client)
  await client.send(room.id, 'this stays')
  const socket = await laptop.socket()
  const wrong = await client.call('POST', '/account/delete', { password: 'wrong horse battery' })
  expect(wrong.body.code).toBe('wrong_credentials')
  expect((await client.call('POST', '/account/delete', { password: PASSWORD })).status).toBe(204)
  expect((await socket.ends()).code).toBe(4403)
  expect((await client.call('GET', '/me')).status).toBe(401)
  expect((await post(server, '/sessions', { login: 'ana', password: PASSWORD })).status).toBe(401)
  const [message] = (await ben.history(room.id)).filter(({ sender }) => sender.id === pair.user.id)
  expect(message).toMatchObject({ text: 'this stays', sender: { name: 'Deleted user' } })
  await signUp(server, 'ana')
})

test('[ACC-9] unknown fields are refused, so that nobody signs up with a role', async () => {
  await using server = await parlance(OPEN)
  for (const field of ['role', 'id', 'kind', 'createdAt', 'isAdmin']) {
    const body = { handle: 'ana', password: PASSWORD, [field]: 'administrator' }
    expect((await post(server, '/accounts', body)).body.fields).toEqual({
      [field]: 'is an unknown field',
    })
  }
})

test('[ACC-10] a server without accounts refuses all of it', async () => {
  await using server = await parlance({ PARLANCE_ACCOUNTS: 'off' })
  const body = { handle: 'ana', password: PASSWORD }
  expect((await post(server, '/accounts', body)).body.code).toBe('forbidden')
  const login = { login: 'ana', password: PASSWORD }
  expect((await post(server, '/sessions', login)).body.code).toBe('forbidden')
  expect(await server.administratorLink()).toBeUndefined()
  expect((await (await server.user('Ana')).call('GET', '/account')).body.code).toBe('not_found')
})

// Nothing of it depends on the database, and it hashes more than 250 passwords.
if (DATABASE === 'sqlite')
  test('[ACC-11] passwords are hashed a few at a time: sends go on, and too many at once are told to wait', async () => {
    await using server = await parlance({ ...OPEN, PARLANCE_ADDRESS_PER_SECOND: '100' })
    const { client } = await signUp(server, 'ana')
    const room = await client.room()
    const storm = Array.from({ length: 400 }, (_, i) =>
      post(server, '/sessions', { login: `nobody-${i}`, password: PASSWORD }),
    )
    const sent = await client.send(room.id, 'meanwhile')
    expect(sent.text).toBe('meanwhile')
    const answers = await Promise.all(storm)
    const codes = new Set(answers.map(({ body }) => body.code))
    expect([...codes].sort()).toEqual(['unavailable', 'wrong_credentials'])
    const refused = answers.find(({ body }) => body.code === 'unavailable')
    expect(refused?.response.headers.get('retry-after')).toBe('5')
    // On one core of an idle machine the passwords take 13 s.
  }, 180_000)

test('[ACC-4] an attempt counts as 20 requests of the address', async () => {
  await using server = await parlance({ ...OPEN, PARLANCE_ADDRESS_PER_SECOND: '0.4' })
  const attempt = (login: string) => post(server, '/sessions', { login, password: PASSWORD })
  // A burst of 48 requests: the third attempt makes a debt.
  expect((await attempt('one')).status).toBe(401)
  expect((await attempt('two')).status).toBe(401)
  expect((await attempt('three')).status).toBe(401)
  expect((await attempt('four')).body.code).toBe('rate_limited')
})

if (DATABASE !== 'sqlite')
  test.skipIf(REDIS === '')('[ACC-4] the waiting of a login holds on every node', async () => {
    await using cluster = await nodes(2, OPEN)
    await signUp(cluster.at(0), 'ana')
    const attempt = (i: number) =>
      post(cluster.at(i), '/sessions', { login: 'ana', password: 'wrong horse battery' })
    for (let i = 0; i < 5; i++) expect((await attempt(i)).status).toBe(401)
    await failedAgo(cluster.at(0), -60_000)
    for (let i = 0; i < 2; i++) expect((await attempt(i)).status).toBe(429)
  })

test('[ACC-12] the app creates an account, whose user sets the first password by a link', async () => {
  await using server = await parlance()
  const made = { handle: 'Ana', name: 'Ana' }
  const { user, link } = await server.backend().ask('POST', '/accounts', made)
  expect(user).toMatchObject({ handle: 'ana', name: 'Ana' })
  expect((await post(server, '/sessions', { login: 'ana', password: PASSWORD })).status).toBe(401)
  const reset = () => post(server, '/passwords/reset', { link, password: PASSWORD })
  expect((await reset()).status).toBe(204)
  const { pair } = await signIn(server, 'ana')
  expect(pair.user.id).toBe(user.id)
  expect((await reset()).body.code).toBe('link_over')
  expect(new Client(server.url, pair.accessToken, user.id).ask('GET', '/me')).resolves.toBeDefined()
})
