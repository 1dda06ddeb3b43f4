import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { BrowserContext, Page } from 'playwright-core'
import { BROWSER_TEST_MS, CHROMIUM } from './support/browser.ts'
import { waitFor } from './support/wait.ts'
import { violations } from './support/web-page.ts'
import { webSuite } from './support/web-suite.ts'

setDefaultTimeout(BROWSER_TEST_MS)

describe.skipIf(!CHROMIUM)('the page without a network', () => {
  const suite = webSuite()

  /** Ana in a room with Ben, and a browser in which each tab is hers. */
  async function setUp(options: { locale?: string; colorScheme?: 'dark' } = {}) {
    const [ana, ben] = [await suite.server.guest('Ana'), await suite.server.guest('Ben')]
    const { id: room } = await ana.ask('POST', '/rooms', { type: 'public', name: 'Garden' })
    await ben.ask('PUT', `/rooms/${room}/members/me`)
    const context = await suite.browser.newContext({
      serviceWorkers: 'allow',
      viewport: { width: 1280, height: 800 },
      ...options,
    })
    await context.addInitScript(
      (session) => sessionStorage.setItem('parlance.session', session),
      JSON.stringify({ kind: 'tab', token: ana.token, name: 'Ana', user: ana.id }),
    )
    return { ana, ben, room, context, [Symbol.asyncDispose]: () => context.close() }
  }

  async function open(context: BrowserContext, path: string): Promise<Page> {
    const page = await suite.page(context)
    await page.goto(suite.server.url + path)
    return page
  }
  const isLive = (page: Page) =>
    page.waitForSelector('.connection[data-connection=live]', { state: 'attached' })
  const isInstalled = (page: Page) =>
    page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))

  /** The kept page of the room contains the text. */
  const isKept = (page: Page, user: string, room: string, text: string) =>
    waitFor(() =>
      page.evaluate(
        ([user, room, text]) =>
          new Promise<boolean>((resolve) => {
            const request = indexedDB.open(`parlance window ${user}`)
            request.onsuccess = () => {
              const pages = request.result.transaction('pages').objectStore('pages')
              const rooms = pages.get('rooms')
              const page = pages.get(room)
              page.onsuccess = () => {
                resolve(
                  rooms.result !== undefined && JSON.stringify(page.result ?? '').includes(text),
                )
                request.result.close()
              }
            }
          }),
        [user, room, text] as const,
      ),
    )

  test('[WEB-35] without a network a reload shows the last messages with their time, and takes a message that is sent once later', async () => {
    await using at = await setUp()
    await at.ben.send(at.room, 'before the tunnel')
    const page = await open(at.context, `/r/${at.room}`)
    await page.getByRole('log').getByText('before the tunnel').waitFor()
    await isInstalled(page)
    await isKept(page, at.ana.id, at.room, 'before the tunnel')
    await at.context.setOffline(true)
    await at.ben.send(at.room, 'in the tunnel')
    await page.reload()
    await page.getByRole('log').getByText('before the tunnel').waitFor()
    await page.getByText(/^As of /).waitFor()
    await page
      .getByRole('navigation', { name: 'Rooms' })
      .getByRole('link', { name: 'Garden' })
      .waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByLabel('Write a message').fill('from the tunnel')
    await page.getByLabel('Write a message').press('Enter')
    await page.getByRole('log').getByText('from the tunnel').waitFor()
    await page.reload()
    await page.getByRole('log').getByText('from the tunnel').waitFor()
    await at.context.setOffline(false)
    await isLive(page)
    await page.getByRole('log').getByText('in the tunnel').waitFor()
    await page.getByText(/^As of /).waitFor({ state: 'detached' })
    const texts = async () =>
      (await at.ana.history(at.room)).map(({ text }: { text: string }) => text)
    await waitFor(async () => (await texts()).length === 3)
    expect(await texts()).toEqual(['before the tunnel', 'in the tunnel', 'from the tunnel'])
  })

  test('[WEB-36] a room that is deleted while it is open stays readable, with the way to the rooms', async () => {
    await using at = await setUp({ locale: 'ar' })
    await at.ben.send(at.room, 'last words')
    const page = await open(at.context, `/r/${at.room}`)
    await isLive(page)
    await page.getByRole('log').getByText('last words').waitFor()
    await at.ana.ask('DELETE', `/rooms/${at.room}`)
    await page.locator('.room[data-gone=true]').waitFor()
    await page.getByRole('log').getByText('last words').waitFor()
    expect(await violations(page)).toEqual([])
    await page.locator('.room-notice a').click()
    await page.waitForURL((url) => !url.pathname.includes(at.room))
  })

  test('[WEB-37] the app can be installed, and its worker is not cached', async () => {
    const manifest = await fetch(`${suite.server.url}/manifest.webmanifest`)
    const worker = await fetch(`${suite.server.url}/sw.js`)
    expect(manifest.headers.get('content-type')).toStartWith('application/manifest+json')
    expect(worker.headers.get('cache-control')).toBe('no-cache')
    const { icons } = (await manifest.json()) as { icons: { src: string }[] }
    expect(icons.length).toBeGreaterThan(1)
    for (const { src } of icons) {
      const icon = await fetch(new URL(src, `${suite.server.url}/`))
      expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/png'])
    }
  })
})
