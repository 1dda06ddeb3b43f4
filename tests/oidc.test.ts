import { expect, test } from 'bun:test'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { User } from '../protocol/entities.ts'
import { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { graphql } from './support/graphql.ts'
import { CLIENT_ID, CLIENT_SECRET, Issuer } from './support/issuer.ts'
import { nodes, REDIS } from './support/nodes.ts'
import { token } from './support/parlance.ts'
import {
  APP,
  atIssuer,
  Browser,
  clientOf,
  issuerSettings,
  signInByApp,
  withIssuer,
} from './support/sign-in.ts'

// Signing in at an issuer of OpenID Connect: a real one, on loopback.

const ANA = { sub: 'ana-at-the-issuer', name: 'Ana', preferred_username: 'ana' }
const BEN = { sub: 'ben-at-the-issuer', name: 'Ben', preferred_username: 'ben' }

test('[OID-1] a browser signs in: the first time makes an account, later ones find it', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  const browser = new Browser(server.url)
  const at = await browser.open('/api/v1/oidc/oidc/start?returnTo=/rooms%3Fa=b')
  expect(at.href).toBe(`${server.url}/rooms?a=b`)
  expect(browser.cookies).toEqual(['parlance_refresh', 'parlance_session'])
  const first = await (await browser.send('GET', '/api/v1/me')).json()
  expect(first).toMatchObject({ name: 'Ana', handle: 'ana', kind: 'person' })
  const other = new Browser(server.url)
  issuer.user = { ...ANA, name: 'Ana Maria', preferred_username: 'ana.maria' }
  await other.open('/api/v1/oidc/oidc/start')
  expect(await (await other.send('GET', '/api/v1/me')).json()).toEqual(first)
  const { sessions } = await (await other.send('GET', '/api/v1/sessions')).json()
  expect(sessions).toHaveLength(2)
})

test('[OID-1] the server says its secret as the issuer wants it, and a public client has none', async () => {
  await using issuer = await Issuer.open()
  for (const methods of [['client_secret_post'], ['client_secret_basic'], undefined]) {
    issuer.lie = {
      metadata: (metadata) => ({ ...metadata, token_endpoint_auth_methods_supported: methods }),
    }
    await using server = await withIssuer(issuer)
    clientOf(server, await signInByApp(server))
    const wrong = { PARLANCE_OIDC_CLIENT_SECRET: 'of somebody else' }
    await using other = await withIssuer(issuer, wrong)
    expect((await signInByApp(other)).status).not.toBe(201)
  }
  issuer.isPublic = true
  await using server = await withIssuer(issuer, { PARLANCE_OIDC_CLIENT_SECRET: '' })
  clientOf(server, await signInByApp(server))
})

test('[OID-1] an app signs in over GraphQL and a WebSocket, too', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  const { id } = clientOf(server, await signInByApp(server))
  const visitor = new Client(server.url, '', '')
  const begin = `mutation ($input: BeginSignInInput!) { beginSignIn(input: $input) { url flow } }`
  const input = { provider: 'oidc', redirectUri: APP }
  const begun = await graphql(visitor, begin, { input })
  const finish = `mutation ($input: SignInByIdentityInput!) {
    signInByIdentity(input: $input) { accessToken user { id } } }`
  const finished = await atIssuer(begun.data.beginSignIn)
  const answer = await graphql(visitor, finish, { input: finished })
  expect(answer.data.signInByIdentity.user.id).toBe(id)
  const forged = await graphql(visitor, finish, { input: { ...finished, flow: 'x' } })
  expect(forged.code).toBe('flow_over')
  const socket = await new Client(server.url, answer.data.signInByIdentity.accessToken, id).socket()
  expect(await socket.command('identities.begin', input)).toMatchObject({
    flow: expect.any(String),
  })
})

if (DATABASE !== 'sqlite')
  test.skipIf(REDIS === '')('[OID-1] a sign-in ends on another node than it began on', async () => {
    await using issuer = await Issuer.open()
    await using cluster = await nodes(2, issuerSettings(issuer))
    const visitor = (i: number) => new Client(cluster.at(i).url, '', '')
    const begun = await visitor(0).ask('POST', '/oidc/oidc', { redirectUri: APP })
    const { user } = await visitor(1).ask('POST', '/sessions/oidc', await atIssuer(begun))
    expect(clientOf(cluster.at(0), await signInByApp(cluster.at(0))).id).toBe(user.id)
  })

test('[OID-1] an app signs in without without cookies, by a redirect URI of its own', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer, { PARLANCE_OIDC_NAME: 'Example ID' })
  const { providers } = await new Client(server.url, '', '').ask('GET', '/oidc')
  expect(providers).toEqual([{ provider: 'oidc', name: 'Example ID' }])
  const ana = clientOf(server, await signInByApp(server))
  expect(await ana.ask('GET', '/me')).toMatchObject({ name: 'Ana', handle: 'ana' })
  expect(clientOf(server, await signInByApp(server)).id).toBe(ana.id)
  const account = await ana.ask('GET', '/account')
  expect(account.passwordChangedAt).toBeUndefined()
  const { identities } = await ana.ask('GET', '/identities')
  expect(identities).toMatchObject([{ provider: 'oidc', issuer: issuer.url }])
})

test('[OID-4] a browser returns to a path of this server, never to another site', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  const paths = ['https://evil.example', '//evil.example', '/\\evil.example', '\\\\evil.example']
    .concat(['/\t/evil.example', '/.//evil.example', '/a/..//evil.example', 'javascript:alert(1)'])
    .concat(['evil.example', '', '/\n/evil.example', '/%2e//evil.example', `/${'a'.repeat(5000)}`])
  for (const path of paths) {
    const browser = new Browser(server.url)
    const query = new URLSearchParams({ returnTo: path })
    expect(await browser.next(`/api/v1/oidc/oidc/start?${query}`), path).toBe(
      '/#sign-in-error=invalid_input',
    )
    const prepared = await browser.send('POST', '/api/v1/oidc/oidc/start', { returnTo: path })
    expect(prepared.status, path).toBe(400)
    expect(browser.cookies, path).toEqual([])
  }
  const browser = new Browser(server.url)
  const at = await browser.open('/api/v1/oidc/oidc/start?returnTo=/räume/%23a')
  expect(at.href).toBe(`${server.url}/r%C3%A4ume/#a`)
})

test('[OID-4] a cookie that another site of the domain has planted leads nowhere else', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  const planted = { flow: 'x', returnTo: '//evil.example' }
  const cookie = Buffer.from(JSON.stringify(planted)).toString('base64url')
  for (const value of [cookie, 'x', '%00', Buffer.from('null').toString('base64url')]) {
    const answer = await fetch(`${server.url}/api/v1/oidc/oidc/callback?code=a&state=b`, {
      redirect: 'manual',
      headers: { cookie: `parlance_sign_in=${value}` },
    })
    expect(answer.headers.get('location')).toMatch(/^\/#sign-in-error=(?:flow_over|invalid_input)$/)
  }
})

test('[OID-5] who may sign up: everybody, people with a link, the users of an issuer, or nobody', async () => {
  await using issuer = await Issuer.open()
  for (const [settings, first, withLink] of [
    [{ PARLANCE_ACCOUNTS: 'open' }, 201, 201],
    [{ PARLANCE_ACCOUNTS: 'invite' }, 403, 201],
    [{ PARLANCE_ACCOUNTS: 'invite', PARLANCE_OIDC_SIGN_UP: 'open' }, 201, 201],
    [{ PARLANCE_ACCOUNTS: 'off' }, 403, 403],
  ] as const) {
    await using server = await withIssuer(issuer, settings)
    const what = JSON.stringify(settings)
    issuer.user = ANA
    expect((await signInByApp(server)).status, what).toBe(first)
    issuer.user = BEN
    const { code: link } = await server.backend().ask('POST', '/links', { purpose: 'sign_up' })
    const ben = await signInByApp(server, { link })
    expect(ben.status, what).toBe(withLink)
    if (ben.status !== 201) continue
    // The link is used up; Ben himself needs none any more.
    expect((await signInByApp(server)).body.user.id, what).toBe(ben.body.user.id)
    issuer.user = { ...ANA, sub: 'cleo' }
    expect((await signInByApp(server, { link })).body.code, what).toBe('link_over')
  }
})

test('[OID-5] a browser brings a link along', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer, { PARLANCE_ACCOUNTS: 'invite' })
  const browser = new Browser(server.url)
  expect((await browser.open('/api/v1/oidc/oidc/start')).hash).toBe('#sign-in-error=forbidden')
  const { code } = await server.backend().ask('POST', '/links', { purpose: 'sign_up' })
  expect((await browser.open(`/api/v1/oidc/oidc/start?link=${code}`)).hash).toBe('')
  expect(browser.cookies).toContain('parlance_session')
})

test('[OID-6] the issuer and the subject say who it is: not a name, an address, or a case', async () => {
  await using issuer = await Issuer.open()
  await using other = await Issuer.open()
  const file = join(tmpdir(), `issuers-${crypto.randomUUID()}.toml`)
  await Bun.write(
    file,
    `[other]\nissuer = "${other.url}"\nclient_id = "${CLIENT_ID}"\nclient_secret = "${CLIENT_SECRET}"\n`,
  )
  try {
    await using server = await withIssuer(issuer, { PARLANCE_OIDC_PROVIDERS: file })
    const ids = new Set<string>()
    const ana = { ...ANA, email: 'ana@example.com', email_verified: true }
    const app = await server.user('ana-at-the-issuer')
    ids.add((await app.ask('GET', '/me')).id)
    for (const [at, provider, user] of [
      [issuer, 'oidc', ana],
      [other, 'other', ana],
      [issuer, 'oidc', { ...ana, sub: 'Ana-at-the-issuer' }],
      [issuer, 'oidc', { ...ana, sub: 'ana-at-the-issuer ' }],
      [issuer, 'oidc', { ...ana, sub: 'ana@example.com' }],
    ] as const) {
      at.user = user
      const { id } = clientOf(server, await signInByApp(server, {}, provider))
      expect(id).toStartWith('person_')
      ids.add(id)
      expect(clientOf(server, await signInByApp(server, {}, provider)).id).toBe(id)
    }
    expect(ids.size).toBe(6)
    for (const id of ids)
      if (id.startsWith('person_')) {
        const forged = new Client(server.url, await token({ sub: id, name: 'Eve' }), id)
        expect((await forged.call('GET', '/me')).body.code).toBe('invalid_token')
      }
    const { users } = await server.backend().ask('GET', '/users')
    expect(users.filter(({ handle }: User) => handle === 'ana')).toHaveLength(1)
  } finally {
    rmSync(file)
  }
})

test('[OID-6] ten sign-ins at once of somebody new make one account', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  const answers = await Promise.all(Array.from({ length: 10 }, () => signInByApp(server)))
  expect(new Set(answers.map((answer) => clientOf(server, answer).id)).size).toBe(1)
  const { users } = await server.backend().ask('GET', '/users')
  expect(users.filter(({ kind }: User) => kind === 'person')).toHaveLength(1)
})
