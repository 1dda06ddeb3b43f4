import { afterAll, beforeAll, expect } from 'bun:test'
import type { Browser, BrowserContext } from 'playwright-core'
import { ensureWeb } from '../../web/build.ts'
import { openBrowser, PAGE_MS } from './browser.ts'
import { type Parlance, parlance } from './parlance.ts'
import { complaintsOf, signTabIn } from './web-page.ts'

/** Opens a server and a browser for the tests of a file. The file fails if one of its pages complained. */
export function webSuite(settings: Readonly<Record<string, string>> = {}) {
  const complaints: string[][] = []
  let server: Parlance | undefined
  let browser: Browser | undefined
  beforeAll(async () => {
    await ensureWeb()
    server = await parlance(settings)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.[Symbol.asyncDispose]()
    expect(complaints.flat()).toEqual([])
  })
  return {
    get server() {
      return started(server)
    },
    get browser() {
      return started(browser)
    },
    /** What each page complained about, in the order in which they were opened. */
    complaints,
    /** A new page. With `token` it is signed in as that user. */
    async page(context: BrowserContext, token?: string, name = 'Ana') {
      const page = await context.newPage()
      page.setDefaultTimeout(PAGE_MS)
      complaints.push(complaintsOf(page))
      if (token !== undefined) await signTabIn(page, token, name)
      return page
    },
  }
}

function started<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the suite has not started')
  return part
}
