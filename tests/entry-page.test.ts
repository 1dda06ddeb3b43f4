import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { ensureWeb } from '../web/build.ts'
import { PASSWORD, signIn, signUp } from './support/accounts.ts'
import { BROWSER_TEST_MS, CHROMIUM, openBrowser, PAGE_MS } from './support/browser.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { callOfPage, credentialOf, device } from './support/passkey-browser.ts'
import { pageOf } from './support/passkeys.ts'
import { freePort } from './support/process.ts'
import { codeOf, forgetUsed, withSecondFactor } from './support/second-factors.ts'
import { smtp } from './support/smtp.ts'
import { complaintsOf, settlesAt, violations } from './support/web-page.ts'

setDefaultTimeout(BROWSER_TEST_MS)

describe.skipIf(!CHROMIUM)('the ways in', () => {
  let server: Parlance
  let mailbox: Awaited<ReturnType<typeof smtp>>
  let browser: Browser
  const complaints: string[][] = []
  beforeAll(async () => {
    mailbox = await smtp()
    await ensureWeb()
    const port = await freePort()
    server = await parlance({
      ...mailbox.settings,
      PARLANCE_ACCOUNTS: 'open',
      PARLANCE_PORT: `${port}`,
      PARLANCE_URL: `http://localhost:${port}`,
    })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.[Symbol.asyncDispose]()
    await mailbox?.[Symbol.asyncDispose]()
    expect(complaints.flat()).toEqual([])
  })

  async function open(path: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    page.setDefaultTimeout(PAGE_MS)
    complaints.push(complaintsOf(page))
    await page.goto(pageOf(server) + path)
    return page
  }
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
  const isLive = (page: Page) =>
    page.waitForSelector('.connection[data-connection=live]', { state: 'attached' })
  async function fillIn(page: Page, login: string, password = PASSWORD) {
    await page.getByLabel('Handle or e-mail address').fill(login)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await button(page, 'Sign in').click()
  }

  test('[WEB-25] whoever stays signed in is signed in in every tab, until one of them signs out', async () => {
    await signUp(server, 'ana')
    const page = await open('/sign-in')
    await fillIn(page, 'ana', 'not the password')
    await page.getByText('is wrong').waitFor()
    await fillIn(page, 'ana')
    await isLive(page)
    expect(new URL(page.url()).pathname).toBe('/r/lobby')
    // The tokens are where no script can read them.
    const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
    expect(stored).toContain('device')
    expect(stored).not.toContain('token')
    const other = await page.context().newPage()
    await other.goto(pageOf(server))
    await isLive(other)
    await other.goto(`${pageOf(server)}/account`)
    await other.getByText('@ana').waitFor()
    await button(other, 'Sign out').click()
    for (const one of [page, other]) await one.getByLabel('Your name').waitFor()
    expect((await page.context().cookies()).map(({ name }) => name)).toEqual([])
    await page.context().close()
  })

  test('[WEB-25] a session that ends elsewhere leads to the name, and a guest can come in with the old cookies', async () => {
    await signUp(server, 'eda')
    const page = await open('/sign-in')
    await fillIn(page, 'eda')
    await isLive(page)
    const { client } = await signIn(server, 'eda')
    await client.ask('DELETE', '/sessions')
    await page.getByText('Your session has ended').waitFor()
    await page.getByLabel('Your name').fill('Eda')
    await button(page, 'Join the lobby').click()
    await isLive(page)
    await page.context().close()
  })

  test('[WEB-25] whoever does not stay signed in is it in one tab, also after a reload', async () => {
    await signUp(server, 'ben')
    const page = await open('/sign-in')
    await page.getByLabel('Keep me signed in').uncheck()
    await fillIn(page, 'ben')
    await isLive(page)
    await page.reload()
    await isLive(page)
    const other = await page.context().newPage()
    await other.goto(pageOf(server))
    await other.getByLabel('Your name').waitFor()
    await page.context().close()
  })

  test('[WEB-25] the code of an authenticator app is asked for when the password was right', async () => {
    const { secret } = await withSecondFactor(server, 'cleo')
    const page = await open('/sign-in')
    await fillIn(page, 'cleo')
    const code = page.getByLabel('Code')
    await code.fill('000000')
    await button(page, 'Sign in').click()
    await page.getByText('is wrong').waitFor()
    await forgetUsed(server)
    await code.fill(codeOf(secret))
    await button(page, 'Sign in').click()
    await isLive(page)
    await page.context().close()
  })

  test('[WEB-25] a passkey signs in without a password', async () => {
    await signUp(server, 'dia')
    const { page, close } = await device(browser, true)
    await page.goto(`${pageOf(server)}/health`)
    await callOfPage(page, '/sessions', { login: 'dia', password: PASSWORD, cookie: true })
    const { body } = await callOfPage(page, '/account/passkeys/options', {})
    const credential = await credentialOf(page, 'create', body.options)
    await callOfPage(page, '/account/passkeys', { credential, name: 'Laptop' })
    await page.context().clearCookies()
    await page.goto(`${pageOf(server)}/sign-in`)
    await button(page, 'Sign in with a passkey').click()
    await isLive(page)
    await close()
  })

  test('[WEB-26] mailed links verify an address and set a new password', async () => {
    await signUp(server, 'fay', { email: 'fay@example.org' })
    const page = await open(`/#verify=${(await mailbox.mail(1)).code}`)
    await page.getByText('Your e-mail address is verified').waitFor()
    expect(new URL(page.url()).hash).toBe('')
    await button(page, 'Continue').click()
    await page.goto(`${pageOf(server)}/forgotten`)
    await page.getByLabel('Handle or e-mail address').fill('fay@example.org')
    await button(page, 'Send the link').click()
    await page.getByText('on its way').waitFor()
    const { code } = await mailbox.mail(2)
    await page.goto('about:blank')
    await page.goto(`${pageOf(server)}/#password=${code}`)
    await page.getByLabel('New password').fill('another long password')
    await button(page, 'Set password').click()
    await page.getByText('Your password is set').waitFor()
    await fillIn(page, 'fay', 'another long password')
    await isLive(page)
    await page.context().close()
  })

  test('[WEB-26] an invitation leads into its room', async () => {
    const gus = await server.user('Gus')
    const room = await gus.room('group')
    const { code } = await gus.ask('POST', `/rooms/${room.id}/invitations`, {})
    await gus.send(room.id, 'welcome')
    const page = await open(`/#invite=${code}`)
    await page.getByText('You are invited to a room').waitFor()
    await page.getByLabel('Your name').fill('Hal')
    await button(page, 'Join the lobby').click()
    await page.waitForURL(`**/r/${room.id}`)
    await isLive(page)
    await page.waitForFunction(() => document.title === 'A room')
    await page.context().close()
  })

  test('[WEB-27] the first administrator lands in the lobby, with three steps to a team', async () => {
    const page = await open(`/#link=${await server.administratorLink()}`)
    await page.getByLabel('Handle').fill('ada')
    await page.getByLabel('Password').fill(PASSWORD)
    await button(page, 'Create account').click()
    await isLive(page)
    const steps = page.locator('.first-steps')
    await settlesAt(() => steps.locator('li').count(), 3)
    await button(page, 'Say hello in this room').click()
    const box = page.getByLabel('Write a message')
    expect(await box.evaluate((field) => field === document.activeElement)).toBe(true)
    await button(page, 'Invite somebody').click()
    const link = page.getByLabel('Invitation link')
    await page.waitForFunction(() =>
      document.querySelector('dialog input')?.matches('[value*=link]'),
    )
    expect(await link.inputValue()).toContain(`${pageOf(server)}/#link=pl_link_`)
    await page.keyboard.press('Escape')
    await button(page, 'Hide these steps').click()
    await steps.waitFor({ state: 'detached' })
    await page.context().close()
  })

  for (const options of [
    { colorScheme: 'light' },
    { colorScheme: 'dark' },
    { colorScheme: 'light', locale: 'ar' },
  ] as const)
    test(`[WEB-18] axe finds nothing on the ways in, ${Object.values(options).join(' ')}`, async () => {
      const page = await open('/', { ...options, viewport: { width: 320, height: 640 } })
      for (const path of ['/', '/sign-in', '/sign-up', '/forgotten']) {
        await page.goto(pageOf(server) + path)
        await page.locator('.entry-card').waitFor()
        expect({ path, found: await violations(page) }).toEqual({ path, found: [] })
      }
      const isArabic = 'locale' in options
      expect(await page.locator('html').getAttribute('dir')).toBe(isArabic ? 'rtl' : 'ltr')
      await page.context().close()
    })
})
