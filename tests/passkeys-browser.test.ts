import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Browser, Page } from 'playwright-core'
import { OPEN, PASSWORD, signUp } from './support/accounts.ts'
import { BROWSER_TEST_MS, CHROMIUM, needsChromium, openBrowser } from './support/browser.ts'
import { parlance } from './support/parlance.ts'
import { pageOf } from './support/passkeys.ts'

needsChromium()
let browser: Browser | undefined
beforeAll(async () => {
  if (CHROMIUM) browser = await openBrowser()
}, BROWSER_TEST_MS)
afterAll(() => browser?.close())

/** A device with an authenticator, on whose screen the user has agreed or not. */
async function device(isVerified: boolean) {
  const context = await browser?.newContext()
  const page = await context?.newPage()
  if (context === undefined || page === undefined) throw new Error('there is no browser')
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: isVerified,
      automaticPresenceSimulation: true,
    },
  })
  const credentials = async () =>
    (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials
  return { page, credentials, close: () => context.close() }
}

/** A call of the page itself, with its cookies. */
const call = (page: Page, path: string, body: object) =>
  page.evaluate(
    async ({ path, body }) => {
      const response = await fetch(`/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return { status: response.status, body: await response.json() }
    },
    { path, body },
  )

/** What the browser answers to options, as the documentation says. */
const credentialOf = (page: Page, how: 'create' | 'get', options: object): Promise<object> =>
  page.evaluate(
    async ({ how, options }) => {
      const credential =
        how === 'create'
          ? await navigator.credentials.create({
              publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
                options as PublicKeyCredentialCreationOptionsJSON,
              ),
            })
          : await navigator.credentials.get({
              publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
                options as PublicKeyCredentialRequestOptionsJSON,
              ),
            })
      return (credential as PublicKeyCredential).toJSON()
    },
    { how, options },
  )

test.skipIf(!CHROMIUM)(
  '[PAS-1] a browser adds a passkey, and signs in with it twice',
  async () => {
    await using server = await parlance(OPEN)
    const { pair } = await signUp(server, 'ana')
    const { page, credentials, close } = await device(true)
    await page.goto(`${pageOf(server)}/health`)
    await call(page, '/sessions', { login: 'ana', password: PASSWORD, cookie: true })
    const begun = await call(page, '/account/passkeys/options', {})
    const credential = await credentialOf(page, 'create', begun.body.options)
    const added = await call(page, '/account/passkeys', { credential, name: 'Laptop' })
    expect([added.status, added.body.name]).toEqual([201, 'Laptop'])
    expect(await credentials()).toHaveLength(1)
    for (let i = 0; i < 2; i++) {
      const { body } = await call(page, '/passkeys/options', {})
      const signed = await credentialOf(page, 'get', body.options)
      const signedIn = await call(page, '/sessions/passkey', { credential: signed })
      expect([signedIn.status, signedIn.body.user?.id]).toEqual([201, pair.user.id])
      const again = await call(page, '/sessions/passkey', { credential: signed })
      expect(again.body.code).toBe('passkey_refused')
    }
    await close()
  },
  BROWSER_TEST_MS,
)

test.skipIf(!CHROMIUM)(
  '[PAS-2] a browser creates no passkey for a user who was not verified',
  async () => {
    await using server = await parlance(OPEN)
    await signUp(server, 'ana')
    const { page, credentials, close } = await device(false)
    await page.goto(`${pageOf(server)}/health`)
    await call(page, '/sessions', { login: 'ana', password: PASSWORD, cookie: true })
    const { body } = await call(page, '/account/passkeys/options', {})
    const failed = await credentialOf(page, 'create', body.options).catch((error) => String(error))
    expect(failed).toContain('NotAllowedError')
    expect(await credentials()).toHaveLength(0)
    await close()
  },
  BROWSER_TEST_MS,
)
