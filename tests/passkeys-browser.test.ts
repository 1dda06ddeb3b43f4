import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Browser } from 'playwright-core'
import { OPEN, PASSWORD, signUp } from './support/accounts.ts'
import { BROWSER_TEST_MS, CHROMIUM, needsChromium, openBrowser } from './support/browser.ts'
import { parlance } from './support/parlance.ts'
import { callOfPage as call, credentialOf, device } from './support/passkey-browser.ts'
import { pageOf } from './support/passkeys.ts'

needsChromium()
let browser: Browser | undefined
beforeAll(async () => {
  if (CHROMIUM) browser = await openBrowser()
}, BROWSER_TEST_MS)
afterAll(() => browser?.close())

test.skipIf(!CHROMIUM)(
  '[PAS-1] a browser adds a passkey, and signs in with it twice',
  async () => {
    await using server = await parlance(OPEN)
    const { pair } = await signUp(server, 'ana')
    const { page, credentials, close } = await device(browser, true)
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
    const { page, credentials, close } = await device(browser, false)
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
