import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Browser } from 'playwright-core'
import { renderAll } from '../site/build.ts'
import { BROWSER_TEST_MS, CHROMIUM, needsChromium, openBrowser } from './support/browser.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { complaintsOf, overflow, violations } from './support/web-page.ts'

setDefaultTimeout(BROWSER_TEST_MS)

test('there is a browser for the documentation', needsChromium)

describe.skipIf(!CHROMIUM)('the documentation in a browser', () => {
  let browser: Browser
  let server: Parlance
  beforeAll(async () => {
    browser = await openBrowser()
    server = await parlance()
  })
  afterAll(async () => {
    await browser.close()
    await server[Symbol.asyncDispose]()
  })

  /** Every kind of content: tables, code of each language, lists, long words, a file as it is. */
  const SHOWN = [
    '',
    'install',
    'add-chat',
    'typescript',
    'go',
    'proxies',
    'docs-proxies-nginx-conf',
  ]

  for (const colorScheme of ['light', 'dark'] as const)
    test(`[DOC-6] axe finds nothing in ${colorScheme}, and no page is wider than 320 pixels`, async () => {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width: 320, height: 700 },
      })
      const page = await context.newPage()
      const complaints = complaintsOf(page)
      for (const name of SHOWN) {
        await page.goto(`${server.url}/docs/${name}`)
        expect([name, await overflow(page)]).toEqual([name, 0])
        expect([name, await violations(page)]).toEqual([name, []])
      }
      expect(complaints).toEqual([])
      await context.close()
    })

  test('[DOC-6] no page at all is wider than 320 pixels', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 700 } })
    for (const slug of (await renderAll()).keys()) {
      const name = slug === 'index' ? '' : slug
      await page.goto(`${server.url}/docs/${name}`)
      expect([name, await overflow(page)]).toEqual([name, 0])
    }
    await page.close()
  })

  test('[DOC-6] a reader finds the way by the keyboard: from the first page to a heading', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(`${server.url}/docs`)
    expect(new URL(page.url()).pathname).toBe('/docs/')
    await page.getByRole('navigation').getByRole('link', { name: 'Scaling' }).press('Enter')
    await page.getByRole('heading', { name: 'Scaling', level: 1 }).waitFor()
    await page.getByText('On this page').click()
    await page.getByRole('main').getByRole('link', { name: 'Presence', exact: true }).press('Enter')
    expect(new URL(page.url()).hash).toBe('#presence')
    await page.getByRole('link', { name: /^Next/ }).press('Enter')
    await page.getByRole('heading', { level: 1, name: 'The command line' }).waitFor()
    await page.close()
  })
})
