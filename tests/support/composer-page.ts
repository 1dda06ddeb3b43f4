import { expect } from 'bun:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { ensureWeb } from '../../web/build.ts'
import { openBrowser, PAGE_MS } from './browser.ts'
import { type Parlance, parlance } from './parlance.ts'
import { complaintsOf, signTabIn } from './web-page.ts'

/** A server and a browser in which Ana writes. Disposing of it checks that no page complained. */
export async function openComposer() {
  await ensureWeb()
  const server = await parlance()
  const browser = await openBrowser()
  const complaints: string[][] = []
  return {
    server,
    setUp: (options?: BrowserContextOptions, prepare?: (page: Page) => unknown) =>
      setUp(server, browser, complaints, options, prepare),
    async [Symbol.asyncDispose]() {
      await browser.close()
      await server[Symbol.asyncDispose]()
      expect(complaints.flat()).toEqual([])
    },
  }
}

/** Ana's page of a room with Ben, Freya and Alfred. `prepare`: before the page is opened. */
async function setUp(
  server: Parlance,
  browser: Browser,
  complaints: string[][],
  options: BrowserContextOptions = {},
  prepare?: (page: Page) => unknown,
) {
  const [ana, ben] = [await server.guest('Ana'), await server.guest('Ben')]
  const [freya, alfred] = [await server.guest('Freya'), await server.guest('Alfred')]
  const { id: room } = await ana.ask('POST', '/rooms', { type: 'public', name: 'Garden' })
  for (const one of [ben, alfred, freya]) await one.ask('PUT', `/rooms/${room}/members/me`)
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 }, ...options })

  async function open(path = `/r/${room}`): Promise<Page> {
    const page = await context.newPage()
    page.setDefaultTimeout(PAGE_MS)
    complaints.push(complaintsOf(page))
    await signTabIn(page, ana.token, 'Ana')
    await prepare?.(page)
    await page.goto(server.url + path)
    await boxOf(page).waitFor()
    return page
  }
  const page = await open()
  return {
    ...{ ana, ben, freya, alfred, room, context, open, page, box: boxOf(page) },
    texts: async () => (await ana.history(room)).map(({ text }) => text),
    [Symbol.asyncDispose]: () => context.close(),
  }
}

export const boxOf = (page: Page) => page.locator('.composer textarea')
