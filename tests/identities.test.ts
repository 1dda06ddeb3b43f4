import { expect, test } from 'bun:test'
import { aged, PASSWORD, signIn, signUp } from './support/accounts.ts'
import { Authenticator } from './support/authenticator.ts'
import { DATABASE } from './support/database.ts'
import { Issuer } from './support/issuer.ts'
import { nodes, REDIS } from './support/nodes.ts'
import {
  APP,
  atIssuer,
  Browser,
  clientOf,
  issuerSettings,
  signInByApp,
  withIssuer,
} from './support/sign-in.ts'

// The identities of an account: users of issuers (OpenID Connect) who sign in to it. The sign-in itself: oidc.test.ts.

const ANA = { sub: 'ana-at-the-issuer', name: 'Ana', preferred_username: 'ana' }
const BEN = { sub: 'ben-at-the-issuer', name: 'Ben', preferred_username: 'ben' }

test('[OID-7] a guest who signs in for the first time keeps id, rooms and messages', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  const guest = await server.guest('Gus')
  await guest.ask('PUT', `/rooms/${server.lobby}/members/me`)
  const message = await guest.send(server.lobby, 'as a guest')
  const browser = new Browser(server.url)
  const { url } = await (
    await browser.send('POST', '/api/v1/oidc/oidc/start', { guestToken: guest.token })
  ).json()
  await browser.open(url)
  const me = await (await browser.send('GET', '/api/v1/me')).json()
  expect(me).toMatchObject({ id: guest.id, kind: 'person', name: 'Gus', handle: 'ana' })
  expect((await guest.call('GET', '/me')).body.code).toBe('invalid_token')
  const ana = clientOf(server, await signInByApp(server))
  expect(ana.id).toBe(guest.id)
  await ana.ask('PATCH', `/rooms/${server.lobby}/messages/${message.id}`, { text: 'as Gus' })
  expect(await ana.history(server.lobby)).toMatchObject([{ id: message.id, text: 'as Gus' }])
  // Another guest on the same browser stays a guest: the account exists.
  const second = await server.guest('Gil')
  expect(clientOf(server, await signInByApp(server, { guestToken: second.token })).id).toBe(
    guest.id,
  )
  expect((await second.ask('GET', '/me')).kind).toBe('guest')
})

test('[OID-8] an identity is added to an account, and signs in to it', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  const { client: cleo } = await signUp(server, 'cleo')
  const begun = await cleo.ask('POST', '/oidc/oidc/connect', { redirectUri: APP })
  const finished = await atIssuer(begun)
  const { client: eve } = await signUp(server, 'eve')
  // A flow adds to the account that began it, and is no sign-in.
  expect((await eve.call('POST', '/identities', finished)).body.code).toBe('flow_over')
  const again = await atIssuer(await cleo.ask('POST', '/oidc/oidc/connect', { redirectUri: APP }))
  expect((await cleo.call('POST', '/sessions/oidc', again)).body.code).toBe('flow_over')
  const socket = await cleo.socket()
  const third = await atIssuer(await cleo.ask('POST', '/oidc/oidc/connect', { redirectUri: APP }))
  const { status, body: identity } = await cleo.call('POST', '/identities', third)
  expect(status).toBe(201)
  expect(await socket.hears(`user:${cleo.id}`, 1)).toMatchObject([
    { type: 'identity.created', identity: identity.id },
  ])
  expect((await cleo.ask('GET', '/identities')).identities).toEqual([identity])
  expect(clientOf(server, await signInByApp(server)).id).toBe(cleo.id)
  const taken = await atIssuer(await eve.ask('POST', '/oidc/oidc/connect', { redirectUri: APP }))
  expect((await eve.call('POST', '/identities', taken)).body.code).toBe('identity_taken')
  expect((await eve.ask('GET', '/identities')).identities).toEqual([])
  expect((await eve.call('DELETE', `/identities/${identity.id}`)).body.code).toBe('not_found')
  for (const who of [await server.user('Ana'), await server.guest('Gus')]) {
    const refused = await who.call('POST', '/oidc/oidc/connect', { redirectUri: APP })
    expect(refused.body.code).toBe('forbidden')
  }
  await cleo.ask('DELETE', `/identities/${identity.id}`)
  expect((await socket.hears(`user:${cleo.id}`, 2)).at(-1)).toMatchObject({
    type: 'identity.deleted',
    identity: identity.id,
  })
  expect(clientOf(server, await signInByApp(server)).id).not.toBe(cleo.id)
})

test('[OID-8] a browser adds an identity only to the account that is signed in', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  const browser = new Browser(server.url)
  const add = { add: true, returnTo: '/settings' }
  expect((await browser.send('POST', '/api/v1/oidc/oidc/start', add)).status).toBe(401)
  await browser.open('/api/v1/oidc/oidc/start')
  issuer.user = BEN
  const prepared = await browser.send('POST', '/api/v1/oidc/oidc/start', add)
  const { url } = await prepared.json()
  expect((await browser.open(url)).href).toBe(`${server.url}/settings`)
  const { identities } = await (await browser.send('GET', '/api/v1/identities')).json()
  expect(identities).toHaveLength(2)
  const elsewhere = await fetch(`${server.url}/api/v1/oidc/oidc/start`, {
    method: 'POST',
    headers: { origin: 'https://evil.example' },
    body: JSON.stringify(add),
  })
  expect((await elsewhere.json()).code).toBe('origin_refused')
})

test('[OID-9] the last way to sign in stays, also when two are removed at once', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  const ana = clientOf(server, await signInByApp(server))
  const [only] = (await ana.ask('GET', '/identities')).identities
  expect((await ana.call('DELETE', `/identities/${only.id}`)).body.code).toBe('last_sign_in')
  issuer.user = BEN
  const finished = await atIssuer(await ana.ask('POST', '/oidc/oidc/connect', { redirectUri: APP }))
  const second = await ana.ask('POST', '/identities', finished)
  const removed = await Promise.all(
    [only, second].map(({ id }) => ana.call('DELETE', `/identities/${id}`)),
  )
  expect(removed.map(({ status }) => status).sort()).toEqual([204, 409])
  expect((await ana.ask('GET', '/identities')).identities).toHaveLength(1)
})

for (const first of ['passkey', 'identity'] as const)
  test(`[OID-9] a passkey and an identity: the ${first} is removed, and the other one stays`, async () => {
    await using issuer = await Issuer.open()
    await using server = await withIssuer(issuer)
    const ana = clientOf(server, await signInByApp(server))
    const [identity] = (await ana.ask('GET', '/identities')).identities
    const { options } = await ana.ask('POST', '/account/passkeys/options', {})
    const authenticator = new Authenticator(server.url, options.rp.id)
    const credential = authenticator.create(options)
    const passkey = await ana.ask('POST', '/account/passkeys', { credential })
    const remove = {
      passkey: () => ana.call('POST', `/account/passkeys/${passkey.id}/delete`, {}),
      identity: () => ana.call('DELETE', `/identities/${identity.id}`),
    }
    expect((await remove[first]()).status).toBe(204)
    const other = first === 'passkey' ? 'identity' : 'passkey'
    expect((await remove[other]()).body.code).toBe('last_sign_in')
  })

if (DATABASE !== 'sqlite')
  test.skipIf(REDIS === '')(
    '[OID-9] the last way stays, if two nodes remove both at once',
    async () => {
      await using issuer = await Issuer.open()
      await using cluster = await nodes(2, issuerSettings(issuer))
      const server = cluster.at(0)
      for (let round = 0; round < 10; round++) {
        issuer.user = { sub: `ana-${round}` }
        const ana = clientOf(server, await signInByApp(server))
        const [only] = (await ana.ask('GET', '/identities')).identities
        issuer.user = { sub: `ben-${round}` }
        const begun = await ana.ask('POST', '/oidc/oidc/connect', { redirectUri: APP })
        const second = await ana.ask('POST', '/identities', await atIssuer(begun))
        const removed = await Promise.all(
          [only, second].map(({ id }, i) =>
            ana.at(cluster.at(i).url).call('DELETE', `/identities/${id}`),
          ),
        )
        expect(removed.map(({ status }) => status).sort()).toEqual([204, 409])
      }
    },
  )

test('[OID-9] who has no password sets one, or deletes the account, right after a sign-in only', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  const old = clientOf(server, await signInByApp(server))
  await aged(server, 'sessions', 'created_at', 60 * 60 * 1000)
  const change = { handle: 'ana.maria', password: PASSWORD }
  expect((await old.call('PATCH', '/account', change)).body.code).toBe('proof_required')
  const guess = { ...change, currentPassword: PASSWORD }
  expect((await old.call('PATCH', '/account', guess)).body.code).toBe('proof_required')
  expect((await old.call('POST', '/account/delete', {})).body.code).toBe('proof_required')
  const fresh = clientOf(server, await signInByApp(server))
  expect((await fresh.ask('PATCH', '/account', change)).user.handle).toBe('ana.maria')
  const { client } = await signIn(server, 'ana.maria')
  const [only] = (await client.ask('GET', '/identities')).identities
  // With a password the identity is not the last way to sign in, and the password is needed for changes.
  await client.ask('DELETE', `/identities/${only.id}`)
  expect((await fresh.call('POST', '/account/delete', {})).body.code).toBe('proof_required')
  issuer.user = BEN
  const ben = clientOf(server, await signInByApp(server))
  await ben.ask('POST', '/account/delete', {})
  expect(clientOf(server, await signInByApp(server)).id).not.toBe(ben.id)
})

test('[OID-10] the app’s backend lists and removes the identities of a user', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  const ana = clientOf(server, await signInByApp(server))
  const backend = server.backend()
  const path = `/users/${ana.id}/identities`
  const { identities } = await backend.ask('GET', path)
  expect(identities).toMatchObject([{ provider: 'oidc', issuer: issuer.url, subject: ANA.sub }])
  expect((await backend.call('DELETE', `${path}/idn_${'0'.repeat(26)}`)).status).toBe(404)
  await backend.ask('DELETE', `${path}/${identities[0].id}`)
  expect((await backend.ask('GET', path)).identities).toEqual([])
  expect(clientOf(server, await signInByApp(server)).id).not.toBe(ana.id)
})

test('[OID-10] deleting a user deletes their identities: the next sign-in is somebody new', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  const ana = clientOf(server, await signInByApp(server))
  await server.backend().ask('DELETE', `/users/${ana.id}`)
  expect(clientOf(server, await signInByApp(server)).id).not.toBe(ana.id)
})
