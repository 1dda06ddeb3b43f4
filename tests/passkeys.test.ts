import { expect, test } from 'bun:test'
import { aged, OPEN, PASSWORD, post, signUp } from './support/accounts.ts'
import { Authenticator, type Lies } from './support/authenticator.ts'
import { DATABASE } from './support/database.ts'
import { settled } from './support/jobs.ts'
import { nodes, REDIS } from './support/nodes.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { optionsOf, pageOf, signInByPasskey, withPasskey } from './support/passkeys.ts'
import { codeOf, codesOf } from './support/second-factors.ts'
import { countRows, execute } from './support/sql.ts'

const sql = ({ place }: Parlance, ...statements: string[]) =>
  execute(place.PARLANCE_DATABASE_URL, statements, place.PARLANCE_DATA)

test('[PAS-1] a user adds a passkey and signs in with it, on every transport, without a code', async () => {
  await using server = await parlance(OPEN)
  const { client, pair, authenticator, passkey } = await withPasskey(server)
  expect(passkey).toMatchObject({ name: 'Phone' })
  expect((await client.ask('GET', '/account/passkeys')).passkeys).toEqual([passkey])
  const { secret } = await client.ask('POST', '/account/second-factor', {})
  await client.ask('POST', '/account/second-factor/confirm', { code: codeOf(secret) })
  const { status, body } = await signInByPasskey(server, authenticator)
  expect([status, body.user.id]).toEqual([201, pair.user.id])
  const socket = await client.socket()
  const { options } = await socket.command('passkeys.signInOptions', {})
  const credential = authenticator.get(options)
  const signedIn = await socket.command('sessions.createByPasskey', { credential })
  expect(signedIn.accessToken).toBeString()
  socket.close()
  const query =
    'mutation ($input: CreateSessionByPasskeyInput!) { createSessionByPasskey(input: $input) { accessToken } }'
  const input = { credential: authenticator.get(await optionsOf(server)) }
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input } }),
  })
  expect((await response.json()).data.createSessionByPasskey.accessToken).toBeString()
  const [used] = (await client.ask('GET', '/account/passkeys')).passkeys
  expect(used.usedAt).toBeString()
})

const LIES: readonly (readonly [string, Lies])[] = [
  ['another origin', { origin: 'https://evil.example' }],
  ['another port', { origin: 'http://localhost:1' }],
  ['a name below the host', { origin: 'http://sub.localhost:8000' }],
  ['another site', { host: 'evil.example' }],
  ['a challenge of nobody', { challenge: 'A'.repeat(43) }],
  ['an empty challenge', { challenge: '' }],
  ['the answer to another question', { type: 'payment.get' }],
  ['a user who was not verified', { isVerified: false }],
  ['another key', { key: 'another' }],
  ['another user', { user: 'person_00000000000000000000000000' }],
  ['an unknown passkey', { id: 'AAAAAAAAAAAAAAAAAAAAAA' }],
]
const REFUSED = [401, 'passkey_refused']

for (const [what, lies] of LIES)
  test(`[PAS-2] a sign-in with ${what} is refused, with one answer`, async () => {
    await using server = await parlance(OPEN)
    const { authenticator } = await withPasskey(server)
    const refused = await signInByPasskey(server, authenticator, lies)
    expect([refused.status, refused.body.code]).toEqual(REFUSED)
    const nobody = await signInByPasskey(server, new Authenticator(pageOf(server)))
    expect(refused.body).toEqual(nobody.body)
    expect((await signInByPasskey(server, authenticator)).status).toBe(201)
  })

for (const [what, lies] of LIES.slice(0, 8))
  test(`[PAS-2] a new passkey with ${what} is refused`, async () => {
    await using server = await parlance(OPEN)
    const { client } = await signUp(server, 'ana')
    const authenticator = new Authenticator(pageOf(server))
    const create = async (more: Lies) => {
      const { options } = await client.ask('POST', '/account/passkeys/options', {})
      const credential = authenticator.create(options, more)
      return client.call('POST', '/account/passkeys', { credential })
    }
    const { status, body } = await create(lies)
    expect([status, body.code]).toEqual(REFUSED)
    expect((await create({})).status).toBe(201)
  })

for (const format of ['apple', 'android-key'] as const)
  test(`[PAS-11] an attestation (${format}) is not read: its certificates can be anything`, async () => {
    await using server = await parlance(OPEN)
    const { authenticator } = await withPasskey(server, 'ana', { attestation: format })
    expect((await signInByPasskey(server, authenticator)).status).toBe(201)
  })

test('[PAS-2] what is no credential is refused, and not an internal error', async () => {
  await using server = await parlance(OPEN)
  const { authenticator } = await withPasskey(server)
  const right = authenticator.get(await optionsOf(server))
  for (const credential of [
    {},
    { id: 7 },
    { ...right, response: {} },
    { ...right, response: { ...right.response, clientDataJSON: '%%%' } },
    { ...right, response: { ...right.response, clientDataJSON: 'bnVsbA' } },
    { ...right, type: 'password' },
  ]) {
    const { status, body } = await post(server, '/sessions/passkey', { credential })
    expect([status, body.code]).toEqual(REFUSED)
  }
  for (const part of ['signature', 'authenticatorData'])
    for (const broken of ['', 'AAAA', '%%%']) {
      const fresh = authenticator.get(await optionsOf(server))
      const credential = { ...fresh, response: { ...fresh.response, [part]: broken } }
      const { status, body } = await post(server, '/sessions/passkey', { credential })
      expect([status, body.code]).toEqual(REFUSED)
    }
})

test('[PAS-3] a challenge is used once, within 5 minutes, and for what it was given', async () => {
  await using server = await parlance(OPEN)
  const { client, authenticator } = await withPasskey(server)
  const { client: ben } = await signUp(server, 'ben')
  const credential = authenticator.get(await optionsOf(server))
  const all = await Promise.all(
    [1, 2, 3].map(() => post(server, '/sessions/passkey', { credential })),
  )
  expect(codesOf(all).toSorted()).toEqual([201, 'passkey_refused', 'passkey_refused'])
  const late = authenticator.get(await optionsOf(server))
  await aged(server, 'challenges', 'until', 300_001)
  const over = await post(server, '/sessions/passkey', { credential: late })
  expect(over.body.code).toBe('passkey_refused')
  // A challenge of another user, of a sign-in for a new passkey, and the reverse.
  const bens = new Authenticator(pageOf(server))
  const { options } = await ben.ask('POST', '/account/passkeys/options', {})
  const anas = new Authenticator(pageOf(server)).create(options)
  expect((await client.call('POST', '/account/passkeys', { credential: anas })).body.code).toBe(
    'passkey_refused',
  )
  const crossed = await post(server, '/sessions/passkey', {
    credential: authenticator.get(options),
  })
  expect(crossed.body.code).toBe('passkey_refused')
  expect(
    (await ben.call('POST', '/account/passkeys', { credential: bens.create(options) })).status,
  ).toBe(201)
  const forSignIn = { ...(await optionsOf(server)), user: options.user }
  const wrong = { credential: new Authenticator(pageOf(server)).create(forSignIn) }
  expect((await ben.call('POST', '/account/passkeys', wrong)).body.code).toBe('passkey_refused')
})

test('[PAS-3] challenges that nobody used are deleted', async () => {
  await using server = await parlance(OPEN)
  await optionsOf(server)
  const { PARLANCE_DATABASE_URL, PARLANCE_DATA } = server.place
  const count = () => countRows(PARLANCE_DATABASE_URL, 'challenges', PARLANCE_DATA)
  expect(await count()).toBe(1)
  await aged(server, 'challenges', 'until', 300_001)
  const app = server.backend()
  const job = await settled(app, 'challenges.sweep')
  await app.ask('POST', `/jobs/${job.id}/retry`, {})
  await settled(app, 'challenges.sweep')
  expect(await count()).toBe(0)
})

if (DATABASE !== 'sqlite')
  test.skipIf(REDIS === '')('[PAS-3] a challenge is used once on two nodes', async () => {
    await using cluster = await nodes(2, {
      ...OPEN,
      PARLANCE_URL: 'https://chat.example.com',
    })
    const { client } = await signUp(cluster.at(0), 'ana')
    const authenticator = new Authenticator('https://chat.example.com', 'chat.example.com')
    const { options } = await client.ask('POST', '/account/passkeys/options', {})
    const credential = authenticator.create(options)
    expect((await client.call('POST', '/account/passkeys', { credential })).status).toBe(201)
    const signed = { credential: authenticator.get(await optionsOf(cluster.at(1))) }
    const all = await Promise.all(
      [0, 1, 0, 1].map((i) => post(cluster.at(i), '/sessions/passkey', signed)),
    )
    expect(codesOf(all).filter((code) => code === 201)).toHaveLength(1)
  })

test('[PAS-4] a counter that does not go on is a copy of the passkey', async () => {
  await using server = await parlance(OPEN)
  const { authenticator } = await withPasskey(server)
  for (const [counter, expected] of [
    [5, 201],
    [5, 401],
    [4, 401],
    [0, 401],
    [6, 201],
  ] as const)
    expect((await signInByPasskey(server, authenticator, { counter })).status).toBe(expected)
})

test('[PAS-5] passkeys are valid for the host of PARLANCE_URL', async () => {
  const url = 'https://chat.example.com,https://www.chat.example.com,https://other.example'
  await using server = await parlance({ ...OPEN, PARLANCE_URL: url })
  const { client } = await signUp(server, 'ana')
  const { options } = await client.ask('POST', '/account/passkeys/options', {})
  expect(options).toMatchObject({
    rp: { id: 'chat.example.com' },
    authenticatorSelection: { userVerification: 'required', residentKey: 'required' },
  })
  const authenticator = new Authenticator('https://chat.example.com', 'chat.example.com')
  const credential = authenticator.create(options)
  expect((await client.call('POST', '/account/passkeys', { credential })).status).toBe(201)
  for (const [origin, expected] of [
    ['https://chat.example.com', 201],
    ['https://www.chat.example.com', 201],
    ['https://other.example', 401],
    ['http://chat.example.com', 401],
    ['https://evil.chat.example.com', 401],
    [pageOf(server), 401],
  ] as const)
    expect((await signInByPasskey(server, authenticator, { origin })).status).toBe(expected)
  expect(await optionsOf(server)).toMatchObject({
    rpId: 'chat.example.com',
    userVerification: 'required',
  })
  expect((await optionsOf(server)).allowCredentials ?? []).toEqual([])
})

test('[PAS-6] adding and removing a passkey needs a proof, and a passkey is its owner’s', async () => {
  await using server = await parlance(OPEN)
  const { client, passkey } = await withPasskey(server)
  const { client: ben } = await signUp(server, 'ben')
  const remove = `/account/passkeys/${passkey.id}/delete`
  expect((await ben.call('POST', remove, {})).body.code).toBe('not_found')
  const app = await server.user('App')
  expect((await app.call('POST', '/account/passkeys/options', {})).body.code).toBe('not_found')
  await aged(server, 'sessions', 'created_at', 600_001)
  for (const path of [remove, '/account/passkeys/options']) {
    const { status, body } = await client.call('POST', path, {})
    expect([status, body.code]).toEqual([403, 'proof_required'])
    const wrong = { currentPassword: 'a wrong password' }
    expect((await client.call('POST', path, wrong)).body.code).toBe('wrong_credentials')
  }
  expect((await client.call('POST', remove, { currentPassword: PASSWORD })).status).toBe(204)
})

test('[PAS-6] a credential belongs to one user, and a removed one signs nobody in', async () => {
  await using server = await parlance(OPEN)
  const { client, authenticator, passkey } = await withPasskey(server)
  const { client: ben } = await signUp(server, 'ben')
  const { options } = await ben.ask('POST', '/account/passkeys/options', {})
  const credential = new Authenticator(pageOf(server)).create(options, {
    id: passkeyOf(authenticator),
  })
  expect((await ben.call('POST', '/account/passkeys', { credential })).body.code).toBe(
    'passkey_refused',
  )
  expect((await signInByPasskey(server, authenticator)).status).toBe(201)
  await client.ask('POST', `/account/passkeys/${passkey.id}/delete`, {})
  expect((await signInByPasskey(server, authenticator)).body.code).toBe('passkey_refused')
})

const passkeyOf = ({ id }: Authenticator) => id.toString('base64url')

test('[PAS-7] the last way to sign in cannot be removed, also of two that are removed at once', async () => {
  await using server = await parlance(OPEN)
  const { client, passkey } = await withPasskey(server)
  const { options } = await client.ask('POST', '/account/passkeys/options', {})
  const credential = new Authenticator(pageOf(server)).create(options)
  const second = await client.ask('POST', '/account/passkeys', { credential })
  await sql(server, 'update accounts set password = null, password_at = null')
  const remove = ({ id }: { id: string }) =>
    client.call('POST', `/account/passkeys/${id}/delete`, {})
  const both = await Promise.all([remove(passkey), remove(second)])
  expect(codesOf(both).toSorted()).toEqual([204, 'last_sign_in'])
})

test('[PAS-8] the app lists and removes the passkeys of a user', async () => {
  await using server = await parlance(OPEN)
  const { pair, authenticator, passkey } = await withPasskey(server)
  const app = server.backend()
  const path = `/users/${pair.user.id}/passkeys`
  expect((await app.ask('GET', path)).passkeys).toEqual([passkey])
  expect((await app.call('DELETE', path)).status).toBe(204)
  expect((await app.ask('GET', path)).passkeys).toEqual([])
  expect((await signInByPasskey(server, authenticator)).body.code).toBe('passkey_refused')
})

test('[PAS-9] a user has 20 passkeys at most', async () => {
  await using server = await parlance(OPEN)
  const { client } = await withPasskey(server)
  const add = async () => {
    const { options } = await client.ask('POST', '/account/passkeys/options', {})
    const credential = new Authenticator(pageOf(server)).create(options)
    return client.call('POST', '/account/passkeys', { credential })
  }
  for (let i = 1; i < 20; i++) expect((await add()).status).toBe(201)
  expect((await add()).body.code).toBe('too_many')
})

test('[PAS-10] without accounts nobody signs in by a passkey', async () => {
  await using server = await parlance({ PARLANCE_ACCOUNTS: 'off' })
  const credential = new Authenticator(pageOf(server)).get({ challenge: 'A'.repeat(43) })
  expect((await post(server, '/passkeys/options', {})).body.code).toBe('forbidden')
  expect((await post(server, '/sessions/passkey', { credential })).body.code).toBe('forbidden')
})
