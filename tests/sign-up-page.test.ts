import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import axe from 'axe-core'
import { ensureWeb } from '../web/build.ts'
import { PASSWORD } from './support/accounts.ts'
import { BROWSER_TEST_MS, CHROMIUM, openBrowser } from './support/browser.ts'
import { Client } from './support/client.ts'
import { outputOf } from './support/output.ts'
import { ownProcess } from './support/process.ts'
import { waitFor } from './support/wait.ts'

setDefaultTimeout(BROWSER_TEST_MS)

describe.skipIf(!CHROMIUM)('the page of a one-time link', () => {
  test('[WEB-21] the link of the start banner opens a form, and whoever fills it in is the administrator', async () => {
    await ensureWeb()
    await using server = await ownProcess()
    const banner = outputOf((await server.start()).stdout)
    const [, link] = await waitFor(() => /admin +(http\S+)/.exec(banner.text))
    await using browser = await openBrowser()
    const page = await browser.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto((link ?? '').replace(/^http:\/\/[^/]+/, server.url))
    await page.getByRole('heading', { name: 'Create your account' }).waitFor()
    // The code does not stay where bookmarks and screenshots show it.
    expect(new URL(page.url()).hash).toBe('')
    await page.addScriptTag({ content: axe.source }).catch(() => page.evaluate(axe.source))
    const found = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run())
    expect(found.violations.map(({ id }) => id)).toEqual([])

    await page.getByLabel('Handle').fill('admin')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Create account' }).click()
    // A refusal stands in the form, and the link is not used up.
    await page.getByText('not be reserved').waitFor()
    await page.getByLabel('Handle').fill('ada')
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.waitForSelector('.connection[data-connection=live]', { state: 'attached' })
    await page.getByLabel('Write a message').fill('hello')
    await page.getByLabel('Write a message').press('Enter')
    await page.getByRole('log').getByText('hello').waitFor()
    await page.reload()
    await page.getByRole('log').getByText('hello').waitFor()

    const anyone = new Client(server.url, '', '')
    const session = await anyone.ask('POST', '/sessions', { login: 'ada', password: PASSWORD })
    const ada = new Client(server.url, session.accessToken, session.user.id)
    expect(await ada.ask('GET', '/me')).toMatchObject({ role: 'administrator' })
    // When the session ends elsewhere, the page asks for a name again.
    await ada.ask('DELETE', '/sessions')
    await page.getByRole('button', { name: 'Join the lobby' }).waitFor()
    expect(complaints).toEqual([])
  })
})
