import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Browser, Page } from 'playwright-core'
import { BROWSER_TEST_MS, CHROMIUM, openBrowser, PAGE_MS } from './support/browser.ts'
import { boxOf } from './support/composer-page.ts'
import { otherBuild } from './support/other-build.ts'
import { parlance } from './support/parlance.ts'
import { freePort } from './support/process.ts'
import { waitFor } from './support/wait.ts'
import { complaintsOf, settlesAt } from './support/web-page.ts'

// A server that is started again, with another build of the app.

setDefaultTimeout(BROWSER_TEST_MS)

describe.skipIf(!CHROMIUM)('an update of the app', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  /** Ana in two rooms, with a browser in which each tab is hers. `restart`: with another build. */
  async function setUp() {
    const build = await otherBuild()
    const PARLANCE_PORT = `${await freePort()}`
    const first = await parlance({ PARLANCE_PORT })
    const ana = await first.guest('Ana')
    const made = ['Garden', 'Kitchen'].map((name) =>
      ana.ask('POST', '/rooms', { type: 'public', name }),
    )
    const [garden, kitchen] = (await Promise.all(made)).map(({ id }): string => id)
    const context = await browser.newContext({
      serviceWorkers: 'allow',
      viewport: { width: 1280, height: 800 },
    })
    await context.addInitScript(
      (session) => sessionStorage.setItem('parlance.session', session),
      JSON.stringify({ kind: 'tab', token: ana.token, name: 'Ana', user: ana.id }),
    )
    const complaints: string[][] = []
    let second: typeof first | undefined
    return {
      ana,
      garden,
      complaints,
      open: async (room = garden) => {
        const page = await context.newPage()
        page.setDefaultTimeout(PAGE_MS)
        complaints.push(complaintsOf(page))
        await page.goto(`${first.url}/r/${room}`)
        await boxOf(page).waitFor()
        await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
        return page
      },
      kitchen,
      restart: async () => {
        await first.stop()
        second = await parlance({ ...first.place, PARLANCE_PORT }, false, build.folder)
      },
      [Symbol.asyncDispose]: async () => {
        await context.close()
        await second?.[Symbol.asyncDispose]()
        await first[Symbol.asyncDispose]()
        build[Symbol.dispose]()
      },
    }
  }
  const offered = (page: Page) => page.getByText('A new version is ready.')
  const waiting = (page: Page) =>
    page.getByText('The update starts as soon as nothing is being written.')
  const isOther = (page: Page) =>
    page.evaluate(() => Reflect.has(globalThis, 'isOtherBuild')).catch(() => false)

  test('[WEB-38] a page offers the other build of a server that was restarted, and updates when the draft is sent', async () => {
    await using at = await setUp()
    const page = await at.open()
    // No worker controls the first page of a browser; from its second load on, one does.
    await page.reload()
    const box = boxOf(page)
    await box.fill('half a sen')
    const beside = await at.open(at.kitchen)
    await boxOf(beside).fill('for the kitchen')
    await offered(page).waitFor({ state: 'detached' })
    await at.restart()
    await offered(page).waitFor()
    await offered(beside).waitFor()
    expect(await box.inputValue()).toBe('half a sen')
    await page.getByRole('button', { name: 'Update' }).click()
    await waiting(page).waitFor()
    await box.pressSequentially('tence')
    expect(await box.inputValue()).toBe('half a sentence')
    expect(await isOther(page)).toBe(false)
    await box.press('Enter')
    await waitFor(() => isOther(page))
    await settlesAt(async () => (await at.ana.history(at.garden ?? '')).length, 1)
    await page.getByRole('log').getByText('half a sentence').waitFor()
    // The tab beside has a draft: it waits for its own quiet moment.
    await waiting(beside).waitFor()
    expect([await isOther(beside), await boxOf(beside).inputValue()]).toEqual([
      false,
      'for the kitchen',
    ])
    await boxOf(beside).fill('')
    await waitFor(() => isOther(beside))
    expect(at.complaints.flat()).toEqual([])
  })

  test('[WEB-38] the first page that a browser has opened is offered the other build, too, and a reload keeps the draft', async () => {
    await using at = await setUp()
    const page = await at.open()
    await boxOf(page).fill('not yet sent')
    await at.restart()
    await offered(page).waitFor()
    await page.reload()
    await waitFor(() => isOther(page))
    await settlesAt(() => boxOf(page).inputValue(), 'not yet sent')
    await boxOf(page).press('Enter')
    await page.getByRole('log').getByText('not yet sent').waitFor()
    expect(at.complaints.flat()).toEqual([])
  })
})
