import { expect, test } from 'bun:test'
import type { Room } from '../protocol/entities.ts'
import { PASSWORD } from './support/accounts.ts'
import { CHROMIUM, needsChromium, openBrowser } from './support/browser.ts'
import { Client } from './support/client.ts'
import { CLIENT_ID, CLIENT_SECRET, Issuer } from './support/issuer.ts'
import { outputOf } from './support/output.ts'
import { callOfPage, credentialOf, device } from './support/passkey-browser.ts'
import { freePort, ownProcess } from './support/process.ts'
import { codeOf } from './support/second-factors.ts'
import { clientOf, signInByApp } from './support/sign-in.ts'
import { waitFor } from './support/wait.ts'

needsChromium()

// The first day of a server, as strangers live it: everything over HTTP, on an empty folder, with the default settings.

test.skipIf(!CHROMIUM)(
  '[ACC-1] from an empty folder to a team: the whole walk',
  async () => {
    await using issuer = await Issuer.open()
    const port = await freePort()
    await using server = await ownProcess({
      PARLANCE_REQUESTS: 'on',
      PARLANCE_ADDRESS_PER_SECOND: '1000',
      PARLANCE_OIDC_ISSUER: issuer.url,
      PARLANCE_OIDC_CLIENT_ID: CLIENT_ID,
      PARLANCE_OIDC_CLIENT_SECRET: CLIENT_SECRET,
      PARLANCE_OIDC_SIGN_UP: 'open',
      PARLANCE_PORT: `${port}`,
      PARLANCE_URL: `http://localhost:${port}`,
    })
    const started = await server.start()
    const banner = outputOf(started.stdout)
    const [, link] = await waitFor(() => /#link=(pl_link_\S+)/.exec(banner.text))
    const anyone = new Client(server.url, '', '')
    const signUp = async (handle: string, more: object = {}) =>
      clientOf(
        server,
        await anyone.call('POST', '/accounts', { handle, password: PASSWORD, ...more }),
      )
    const signIn = async (login: string, password = PASSWORD) =>
      clientOf(server, await anyone.call('POST', '/sessions', { login, password }))

    // The administrator comes by the banner's link, which is then used up.
    const ada = await signUp('ada', { link })
    expect(await ada.ask('GET', '/me')).toMatchObject({ handle: 'ada', role: 'administrator' })
    const late = await anyone.call('POST', '/accounts', { handle: 'eve', password: PASSWORD, link })
    expect(late.body.code).toBe('link_over')

    // Nobody signs up without an invitation; Ben has one, and Gus was here as a guest before.
    const uninvited = await anyone.call('POST', '/accounts', { handle: 'eve', password: PASSWORD })
    expect(uninvited.body.code).toBe('forbidden')
    const invite = async () => (await ada.ask('POST', '/links', { purpose: 'sign_up' })).code
    const ben = await signUp('ben', { link: await invite() })
    const { token: guestToken, user: gus } = await anyone.ask('POST', '/guests', { name: 'Gus' })
    const guest = new Client(server.url, guestToken, gus.id)
    const room: Room = await guest.ask('POST', '/rooms', { type: 'public', name: 'Garden' })
    await guest.send(room.id, 'said as a guest')
    const grown = await signUp('gus', { link: await invite(), guestToken })
    expect(grown.id).toBe(gus.id)
    expect(await grown.history(room.id)).toMatchObject([{ text: 'said as a guest' }])
    expect((await guest.call('GET', '/me')).status).toBe(401)

    // Olga signs in at the company's issuer, and finds herself again.
    issuer.user = { sub: 'olga-at-the-issuer', name: 'Olga', preferred_username: 'olga' }
    const olga = clientOf(server, await signInByApp(server))
    expect(clientOf(server, await signInByApp(server)).id).toBe(olga.id)

    // Ben's second device; he signs out everywhere, and comes back by a link when he has forgotten the password.
    const phone = await signIn('ben')
    const socket = await phone.socket()
    await ben.ask('DELETE', '/sessions')
    expect((await socket.ends()).code).toBe(4401)
    for (const device of [ben, phone]) expect((await device.call('GET', '/me')).status).toBe(401)
    const reset = { link: '', password: 'a new long password' }
    reset.link = (await ada.ask('POST', '/links', { purpose: 'password', user: ben.id })).code
    await anyone.ask('POST', '/passwords/reset', reset)
    const again = await anyone.call('POST', '/sessions', { login: 'ben', password: PASSWORD })
    expect(again.body.code).toBe('wrong_credentials')
    const back = await signIn('ben', reset.password)

    // Ben's laptop gets a passkey, and signs in with it alone.
    const browser = await openBrowser()
    const { page, close } = await device(browser, true)
    await page.goto(`http://localhost:${port}/health`)
    const login = { login: 'ben', password: reset.password }
    await callOfPage(page, '/sessions', { ...login, cookie: true })
    const adding = await callOfPage(page, '/account/passkeys/options', {})
    const credential = await credentialOf(page, 'create', adding.body.options)
    const added = await callOfPage(page, '/account/passkeys', { credential, name: 'Laptop' })
    expect(added.status).toBe(201)
    const { options } = (await callOfPage(page, '/passkeys/options', {})).body
    const signed = { credential: await credentialOf(page, 'get', options) }
    expect((await anyone.ask('POST', '/sessions/passkey', signed)).user.id).toBe(ben.id)
    await close()
    await browser.close()

    // His phone gets an authenticator app: from then on the password needs a code, or one of the codes on paper.
    const { secret } = await back.ask('POST', '/account/second-factor', {
      currentPassword: reset.password,
    })
    const { recoveryCodes } = await back.ask('POST', '/account/second-factor/confirm', {
      code: codeOf(secret),
    })
    const without = await anyone.call('POST', '/sessions', login)
    expect(without.body.code).toBe('second_factor_required')
    const paper = { ...login, code: recoveryCodes[0] }
    expect((await anyone.ask('POST', '/sessions', paper)).user.id).toBe(ben.id)
    expect((await anyone.call('POST', '/sessions', paper)).body.code).toBe('wrong_code')

    // Strangers ask first: Ben's request is accepted, Olga's is declined.
    const dm = { type: 'dm', members: [ada.id] }
    expect((await back.call('POST', '/rooms', dm)).body.code).toBe('consent_required')
    const asked = await back.ask('POST', '/requests', { user: ada.id, text: 'It is me, Ben' })
    const { id } = await ada.ask('POST', `/requests/${asked.id}/accept`)
    await back.send(id, 'hello')
    expect(await ada.history(id)).toMatchObject([{ text: 'hello' }])
    const other = await olga.ask('POST', '/requests', { user: ada.id })
    await ada.ask('POST', `/requests/${other.id}/decline`, {})
    expect(await ada.ask('GET', '/requests')).toMatchObject({ requests: [] })
    const still = { type: 'dm', members: [ada.id] }
    expect((await olga.call('POST', '/rooms', still)).body.code).toBe('consent_required')

    // All of it is there after a restart.
    await server.kill()
    await server.start()
    expect(await ada.history(id)).toMatchObject([{ text: 'hello' }])
    expect(await back.ask('GET', '/me')).toMatchObject({ handle: 'ben' })
  },
  120_000,
)
