import { expect, test } from 'bun:test'
import type { User } from '../protocol/entities.ts'
import { signUp } from './support/accounts.ts'
import { Client } from './support/client.ts'
import { CLIENT_SECRET, Issuer } from './support/issuer.ts'
import { DETOURS, LIES } from './support/lies.ts'
import { ownProcess } from './support/process.ts'
import {
  APP,
  atIssuer,
  Browser,
  clientOf,
  issuerSettings,
  signInByApp,
  withIssuer,
} from './support/sign-in.ts'

// Issuers that lie, fail, or are slow, and browsers that bring back something else.

const ANA = { sub: 'ana-at-the-issuer', name: 'Ana', preferred_username: 'ana' }

test('[OID-2] an issuer that lies signs nobody in, and the next honest sign-in works', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  const backend = server.backend()
  const codes: Record<string, string> = {}
  for (const [name, lie] of Object.entries(LIES)) {
    issuer.lie = lie
    // It is honest at first, in some: the metadata may be known already.
    codes[name] = (await signInByApp(server)).body.code
  }
  expect(codes).toEqual(
    Object.fromEntries(Object.keys(LIES).map((name) => [name, 'provider_failed'])),
  )
  const people = async () =>
    (await backend.ask('GET', '/users')).users.filter(({ kind }: User) => kind === 'person')
  expect(await people()).toEqual([])
  issuer.lie = {}
  clientOf(server, await signInByApp(server))
  expect(await people()).toHaveLength(1)
})

test('[OID-2] the log has the reason, and no secret', async () => {
  await using issuer = await Issuer.open()
  await using server = await ownProcess(issuerSettings(issuer))
  const child = await server.start()
  issuer.lie = LIES['signs for another audience'] ?? {}
  const begun = await new Client(server.url, '', '').ask('POST', '/oidc/oidc', { redirectUri: APP })
  const finished = await atIssuer(begun)
  await new Client(server.url, '', '').call('POST', '/sessions/oidc', finished)
  child.kill('SIGTERM')
  const log = await new Response(child.stderr).text()
  expect(log).toMatch(/"provider":"oidc","reason":".*audience.*"/)
  const code = new URL(finished.callback).searchParams.get('code') ?? ''
  for (const secret of [CLIENT_SECRET, code, finished.flow, ANA.sub])
    expect(log).not.toContain(secret)
})

test('[OID-2] a browser comes back with the code of the refusal, and no session', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  for (const [provider, lie, code] of [
    ['oidc', LIES['sends another nonce'], 'provider_failed'],
    ['oidc', LIES['is another issuer'], 'provider_failed'],
    ['nobody', {}, 'not_found'],
  ] as const) {
    issuer.lie = lie ?? {}
    const browser = new Browser(server.url)
    const at = await browser.open(`/api/v1/oidc/${provider}/start?returnTo=/rooms%23here`)
    expect(at.href).toBe(`${server.url}/rooms#sign-in-error=${code}`)
    expect(browser.cookies).toEqual([])
  }
})

test('[OID-3] a sign-in that was changed on the way back is refused', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  for (const [name, [lie, code]] of Object.entries(DETOURS)) {
    issuer.lie = lie
    expect((await signInByApp(server)).body.code, name).toBe(code)
    const browser = new Browser(server.url)
    const at = await browser.open('/api/v1/oidc/oidc/start')
    expect(at.hash, name).toBe(`#sign-in-error=${code}`)
    expect(browser.cookies, name).toEqual([])
  }
})

test('[OID-3] a sign-in ends where it was begun: not in another browser, and not twice', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  const [ben, eve] = [new Browser(server.url), new Browser(server.url)]
  const toIssuer = await eve.next('/api/v1/oidc/oidc/start')
  // Eve sends Ben to where the issuer would have sent her, to have him signed in as her.
  const back = await eve.next(toIssuer)
  expect((await ben.open(back)).hash).toBe('#sign-in-error=flow_over')
  await ben.next('/api/v1/oidc/oidc/start')
  expect((await ben.open(back)).hash).toBe('#sign-in-error=flow_over')
  expect(ben.cookies).toEqual([])
  expect((await eve.open(back)).hash).toBe('')
  expect(eve.cookies).toContain('parlance_session')
  expect((await eve.open(back)).hash).toBe('#sign-in-error=flow_over')
  const visitor = new Client(server.url, '', '')
  const finished = await atIssuer(await visitor.ask('POST', '/oidc/oidc', { redirectUri: APP }))
  expect((await visitor.call('POST', '/sessions/oidc', finished)).status).toBe(201)
  for (const flow of [finished.flow, 'x', `${finished.flow.slice(0, -4)}AAAA`])
    expect((await visitor.call('POST', '/sessions/oidc', { ...finished, flow })).body.code).toBe(
      'flow_over',
    )
})

test('[OID-11] while an issuer is slow others sign in and send, and its users get a refusal', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  const ana = clientOf(server, await signInByApp(server))
  await ana.ask('PUT', `/rooms/${server.lobby}/members/me`)
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>()
  const never = () => {
    if (issuer.asked.token >= 51) isAsked()
    return new Promise<Response>(() => undefined)
  }
  issuer.lie = { answer: { token: never } }
  const slow = Array.from({ length: 50 }, () => signInByApp(server))
  await asked
  // No more may wait at this issuer; the rest of the server goes on.
  expect((await signInByApp(server)).body.code).toBe('unavailable')
  await ana.send(server.lobby, 'meanwhile')
  await signUp(server, 'dan')
  const answers = await Promise.all(slow)
  expect(new Set(answers.map(({ body }) => body.code))).toEqual(new Set(['provider_failed']))
  issuer.lie = {}
  clientOf(server, await signInByApp(server))
})

test('[OID-12] an issuer may have new keys: at most one sign-in is refused', async () => {
  await using issuer = await Issuer.open()
  await using server = await withIssuer(issuer)
  const { id } = clientOf(server, await signInByApp(server))
  await issuer.rotate()
  await signInByApp(server)
  expect(clientOf(server, await signInByApp(server)).id).toBe(id)
  const asked = { ...issuer.asked }
  for (let i = 0; i < 3; i++) clientOf(server, await signInByApp(server))
  expect(issuer.asked).toEqual({ ...asked, token: asked.token + 3 })
})
