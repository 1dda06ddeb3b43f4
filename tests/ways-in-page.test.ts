import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Browser } from 'playwright-core'
import { ensureWeb } from '../web/build.ts'
import { BROWSER_TEST_MS, CHROMIUM, openBrowser, PAGE_MS } from './support/browser.ts'
import { parlance } from './support/parlance.ts'
import { pageOf } from './support/passkeys.ts'
import { complaintsOf, settlesAt, violations } from './support/web-page.ts'

setDefaultTimeout(BROWSER_TEST_MS)

describe.skipIf(!CHROMIUM)('the ways in that an operator allows', () => {
  let browser: Browser
  beforeAll(async () => {
    await ensureWeb()
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  async function open(settings: Record<string, string>, path = '/') {
    const server = await parlance(settings)
    const page = await browser.newPage()
    page.setDefaultTimeout(PAGE_MS)
    const complaints = complaintsOf(page)
    await page.goto(pageOf(server) + path)
    await page.locator('.entry-card').waitFor()
    return {
      page,
      links: () => page.locator('.entry-ways a').allTextContents(),
      go: (path: string) => page.goto(pageOf(server) + path),
      async [Symbol.asyncDispose]() {
        expect(await violations(page)).toEqual([])
        await page.close()
        await server[Symbol.asyncDispose]()
        expect(complaints).toEqual([])
      },
    }
  }

  test('[WEB-60] everything that is allowed is offered', async () => {
    await using at = await open({ PARLANCE_ACCOUNTS: 'open' })
    await at.page.getByLabel('Your name').waitFor()
    expect(await at.links()).toEqual(['Sign in with an account', 'Create an account'])
  })

  test('[WEB-60] without guests the page begins with signing in, and sign-up by invitation says so', async () => {
    await using at = await open({ PARLANCE_ACCOUNTS: 'invite', PARLANCE_GUESTS: 'false' })
    await at.page.getByLabel('Handle or e-mail address').waitFor()
    expect(await at.links()).toEqual([])
    await settlesAt(() => at.page.getByLabel('Your name').count(), 0)
    await at.go('/sign-up')
    await at.page.getByText('You need an invitation link').waitFor()
  })

  test('[WEB-60] without accounts there is a name alone, and without both a sentence', async () => {
    await using names = await open({ PARLANCE_ACCOUNTS: 'off' }, '/sign-in')
    await names.page.getByLabel('Your name').waitFor()
    expect(await names.links()).toEqual([])
    await using nothing = await open({ PARLANCE_ACCOUNTS: 'off', PARLANCE_GUESTS: 'false' })
    await nothing.page.getByText('You come in from the app').waitFor()
  })
})
