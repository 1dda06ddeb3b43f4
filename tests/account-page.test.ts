import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { BrowserContextOptions } from 'playwright-core'
import { PASSWORD, signIn, signUp } from './support/accounts.ts'
import { BROWSER_TEST_MS, CHROMIUM, PAGE_MS } from './support/browser.ts'
import { callOfPage, device } from './support/passkey-browser.ts'
import { pageOf } from './support/passkeys.ts'
import { codeOf, forgetUsed, signInWith } from './support/second-factors.ts'
import { waitFor } from './support/wait.ts'
import { cut, settlesAt, violations } from './support/web-page.ts'
import { webSuite } from './support/web-suite.ts'

setDefaultTimeout(BROWSER_TEST_MS)
const WIDE = { viewport: { width: 1280, height: 900 } }
const NEW_PASSWORD = 'another horse battery'

describe.skipIf(!CHROMIUM)('the settings of an account', () => {
  let people = 0
  const suite = webSuite({ PARLANCE_ACCOUNTS: 'open' })

  /** Somebody with an account, at one part of the settings. */
  async function setUp(tab: string, options: BrowserContextOptions = WIDE) {
    const handle = `person${++people}`
    const { client, pair } = await signUp(suite.server, handle)
    const context = await suite.browser.newContext(options)
    const page = await suite.page(context, client.token, handle)
    await page.goto(`${pageOf(suite.server)}/account/${tab}`)
    return {
      ...{ handle, client, pair, page },
      dialog: page.getByRole('dialog'),
      part: (name: string) => page.locator('.account > *').filter({ hasText: name }),
      [Symbol.asyncDispose]: () => context.close(),
    }
  }

  for (const isKept of [true, false])
    test(`[WEB-90] a guest creates an account and keeps id, rooms and drafts, ${isKept ? '' : 'not '}kept on the device`, async () => {
      const guest = await suite.server.guest('Gus')
      const { id: room } = await guest.ask('POST', '/rooms', { type: 'public', name: 'Garden' })
      await guest.send(room, 'said as a guest')
      await using context = await suite.browser.newContext(WIDE)
      const open = async () => {
        const page = await suite.page(context)
        await page.goto(`${pageOf(suite.server)}/`)
        await page.evaluate(
          (session) => sessionStorage.setItem('parlance.session', session),
          JSON.stringify({ kind: 'tab', token: guest.token, name: 'Gus', user: guest.id }),
        )
        await page.goto(`${pageOf(suite.server)}/r/${room}`)
        return page
      }
      const page = await open()
      await page.getByLabel('Write a message').fill('a draft')
      await page.goto(`${pageOf(suite.server)}/account`)
      await page.getByRole('link', { name: 'Create your account' }).click()
      expect(await violations(page)).toEqual([])
      // A copy of the tab has the guest's token, too.
      const copy = await open()
      await copy.getByRole('log').getByText('said as a guest').waitFor()
      await page.getByLabel('Handle').fill('x y')
      await page.locator('input[type=password]').fill(PASSWORD)
      await page.getByRole('button', { name: 'Create account' }).click()
      await page.getByText('Handle must be 2 to 32').waitFor()
      const handle = `gus${++people}`
      await page.getByLabel('Handle').fill(handle)
      await page.getByLabel('Keep me signed in').setChecked(isKept)
      await page.getByRole('button', { name: 'Create account' }).click()
      await page.getByText('This device', { exact: true }).waitFor()
      expect(new URL(page.url()).pathname).toBe('/account/security')
      // The copy goes on with the account where it is kept on the device, and asks for a name otherwise.
      if (!isKept) await copy.getByText('Your session has ended').waitFor()
      else {
        const token = () => copy.evaluate(() => sessionStorage.getItem('parlance.session'))
        // While the page starts again there is nothing to ask.
        await waitFor(async () => (await token().catch(() => '')) === null)
        await settlesAt(() => copy.getByLabel('Write a message').inputValue(), 'a draft')
        await copy.getByLabel('Write a message').press('Enter')
        await copy.locator('.message[data-state=sent]').getByText('a draft').waitFor()
        await copy.getByLabel('Write a message').fill('a draft')
      }
      expect((await guest.call('GET', '/me')).status).toBe(401)
      expect((await signIn(suite.server, handle)).client.id).toBe(guest.id)

      await page.goto(`${pageOf(suite.server)}/r/${room}`)
      await page.getByRole('log').getByText('said as a guest').waitFor()
      await settlesAt(() => page.getByLabel('Write a message').inputValue(), 'a draft')
      const other = await suite.page(context)
      await other.goto(`${pageOf(suite.server)}/r/${room}`)
      const shown = isKept ? other.getByRole('log') : other.getByLabel('Your name')
      await shown.waitFor()
    })

  test('[WEB-69] name, handle and status are set, and others see them', async () => {
    await using at = await setUp('profile')
    const { page, client, handle } = at
    const ben = await suite.server.guest('Ben')
    const { id: room } = await ben.ask('POST', '/rooms', { type: 'public', name: 'Garden' })
    await client.ask('PUT', `/rooms/${room}/members/me`)
    await page.getByLabel('Name that others see').fill('Ana Lima')
    await page.getByLabel('Handle').fill(`${handle}.lima`)
    await page.getByLabel('Current password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(`@${handle}.lima`).waitFor()
    await page.getByLabel('Away', { exact: true }).check()
    await page.getByLabel('Status', { exact: true }).fill('Back at three')
    await page.getByRole('button', { name: 'Set status' }).click()
    const seen = async () => {
      const { presence } = await ben.ask('GET', `/rooms/${room}/presence`)
      return presence.find(({ user }: { user: { id: string } }) => user.id === client.id)
    }
    await waitFor(async () => (await seen())?.status === 'Back at three')
    expect(await seen()).toMatchObject({ state: 'away', user: { name: 'Ana Lima' } })
    await page.getByLabel('Handle').fill('a')
    await page.getByRole('button', { name: 'Save' }).click()
    expect(await page.getByLabel('Handle').evaluate((field) => field.matches(':invalid'))).toBe(
      true,
    )
  })

  test('[WEB-69] the password is changed with the current one, and other devices are signed out', async () => {
    await using at = await setUp('security')
    const { page, client, handle, part } = at
    await signIn(suite.server, handle)
    await page.reload()
    const sessions = part('Where you are signed in').getByRole('listitem')
    await waitFor(async () => (await sessions.count()) === 2)
    await sessions.filter({ hasText: 'This device' }).waitFor()
    await sessions.getByRole('button', { name: 'Sign out' }).click()
    await waitFor(async () => (await sessions.count()) === 1)
    await signIn(suite.server, handle)
    const form = part('New password')
    await form.getByLabel('Current password').fill('not the password')
    await form.getByLabel('New password').fill(NEW_PASSWORD)
    await form.getByRole('button', { name: 'Set password' }).click()
    await form.getByText('wrong').waitFor()
    await form.getByLabel('Current password').fill(PASSWORD)
    await form.getByRole('button', { name: 'Set password' }).click()
    await page.getByText('Your password was changed').waitFor()
    expect((await client.ask('GET', '/sessions')).sessions).toHaveLength(1)
    await signIn(suite.server, handle, NEW_PASSWORD)
  })

  test('[WEB-69] an authenticator app is set up by a picture, with recovery codes, and turned off again', async () => {
    await using at = await setUp('security')
    const { page, dialog, handle, part } = at
    const factor = part('Authenticator app')
    await factor.getByRole('button', { name: 'Set up' }).click()
    await dialog.getByLabel('Current password').fill(PASSWORD)
    await dialog.getByRole('button', { name: 'Continue' }).click()
    await dialog.getByRole('img', { name: 'Picture for' }).waitFor()
    const secret = await dialog.getByLabel('Secret').inputValue()
    await dialog.getByLabel('Code', { exact: true }).fill(codeOf(secret))
    await dialog.getByRole('button', { name: 'Turn on' }).click()
    await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor()
    const codes = await dialog.locator('code').allTextContents()
    expect(codes.length).toBeGreaterThan(5)
    await page.keyboard.press('Escape')
    await factor.getByText(`${codes.length} recovery codes are left`).waitFor()
    expect((await signInWith(suite.server, undefined, handle)).body.code).toBe(
      'second_factor_required',
    )
    expect((await signInWith(suite.server, codes[0], handle)).status).toBe(201)
    await forgetUsed(suite.server)
    await factor.getByRole('button', { name: 'New recovery codes' }).click()
    await dialog.getByLabel('Current password').fill(PASSWORD)
    await dialog.getByRole('button', { name: 'New recovery codes' }).click()
    await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor()
    expect(await dialog.locator('code').allTextContents()).not.toContain(codes[1])
    await page.keyboard.press('Escape')
    await factor.getByRole('button', { name: 'Turn off codes' }).click()
    await dialog.getByLabel('Current password').fill(PASSWORD)
    await dialog.getByRole('button', { name: 'Turn off codes' }).click()
    await factor.getByRole('button', { name: 'Set up' }).waitFor()
    expect((await signInWith(suite.server, undefined, handle)).status).toBe(201)
  })

  test('[WEB-69] a passkey is added and removed', async () => {
    await signUp(suite.server, 'dia')
    const { page, credentials, close } = await device(suite.browser, true)
    page.setDefaultTimeout(PAGE_MS)
    await page.goto(`${pageOf(suite.server)}/health`)
    await callOfPage(page, '/sessions', { login: 'dia', password: PASSWORD, cookie: true })
    await page.evaluate(() =>
      localStorage.setItem('parlance.device', JSON.stringify({ kind: 'device', name: 'dia' })),
    )
    await page.goto(`${pageOf(suite.server)}/account/security`)
    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await dialog.getByLabel('Current password').fill(PASSWORD)
    await dialog.getByRole('button', { name: 'Continue' }).click()
    const remove = page.getByRole('button', { name: 'Remove the passkey' })
    await remove.waitFor()
    expect(await credentials()).toHaveLength(1)
    await remove.click()
    await dialog.getByLabel('Current password').fill(PASSWORD)
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
    await remove.waitFor({ state: 'detached' })
    await close()
  })

  test('[WEB-69] a user sets who can write to them, unblocks, downloads their data, and deletes the account', async () => {
    await using at = await setUp('privacy')
    const { page, dialog, client, handle, part } = at
    const ben = await suite.server.guest('Ben')
    const { id: room } = await ben.ask('POST', '/rooms', { type: 'public', name: 'Garden' })
    await client.ask('PUT', `/rooms/${room}/members/me`)
    await client.ask('PUT', `/me/blocks/${ben.id}`)
    await page.reload()
    await page.getByLabel('Only people whom you have accepted').check()
    await waitFor(async () => (await client.ask('GET', '/me/consent')).requestsFrom === 'nobody')
    const blocked = part('Blocked people')
    await blocked.getByRole('listitem').filter({ hasText: 'Ben' }).waitFor()
    await blocked.getByRole('button', { name: 'Unblock' }).click()
    await blocked.getByText('You have blocked nobody').waitFor()
    await page.getByRole('button', { name: 'Prepare a file' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ])
    expect(download.suggestedFilename()).toEndWith('.zip')
    expect(await download.failure()).toBeNull()
    await page.getByRole('button', { name: 'Delete my account' }).click()
    await dialog.getByLabel('Are deleted, too').check()
    await dialog.getByLabel('Current password').fill(PASSWORD)
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    await page.getByLabel('Your name').waitFor()
    await expect(signIn(suite.server, handle)).rejects.toThrow('wrong_credentials')
  })

  for (const options of [
    { colorScheme: 'light' },
    { colorScheme: 'dark' },
    { colorScheme: 'light', locale: 'ar' },
  ] as const)
    test(`[WEB-18] axe finds nothing in the settings, ${Object.values(options).join(' ')}`, async () => {
      await using at = await setUp('profile', { ...WIDE, ...options })
      const { page, client } = at
      await client.ask('POST', '/me/exports')
      for (const tab of ['profile', 'security', 'privacy']) {
        await page.goto(`${pageOf(suite.server)}/account/${tab}`)
        await page.locator('.account > :nth-child(3)').waitFor()
        expect([tab, await violations(page)]).toEqual([tab, []])
        await page.setViewportSize({ width: 320, height: 640 })
        expect([tab, await cut(page)]).toEqual([tab, []])
        await page.setViewportSize(WIDE.viewport)
      }
    })
})
