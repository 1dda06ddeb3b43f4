import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { ensureWeb } from '../../web/build.ts'
import { openBrowser, PAGE_MS } from './browser.ts'
import type { Client } from './client.ts'
import { type Parlance, parlance } from './parlance.ts'
import { complaintsOf, signTabIn } from './web-page.ts'

export const WIDE = { viewport: { width: 1280, height: 800 } }
export const NARROW = { viewport: { width: 320, height: 640 } }

export type Opened = Awaited<ReturnType<WebRooms['open']>>

/** A server and a browser for the tests of a file. Each test has a room and people of its own. */
export class WebRooms {
  /** What the pages complained about: a blocked script or style, an error nobody caught. */
  readonly complaints: string[][] = []

  private constructor(
    readonly server: Parlance,
    readonly browser: Browser,
  ) {}

  static async start(): Promise<WebRooms> {
    await ensureWeb()
    return new WebRooms(await parlance(), await openBrowser())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close()
    await this.server[Symbol.asyncDispose]()
  }

  /** Ana, who looks, and Ben are in a room of Ana's. */
  async people() {
    const [ana, ben] = [await this.server.guest('Ana'), await this.server.guest('Ben')]
    const { id } = await ana.ask('POST', '/rooms', { type: 'public', name: 'Garden' })
    await ben.ask('PUT', `/rooms/${id}/members/me`)
    return { ana, ben, id: id as string }
  }

  /** The page of a user, at an address. */
  async open(who: Client, path: string, options: BrowserContextOptions = WIDE) {
    const context = await this.browser.newContext(options)
    const page = await context.newPage()
    page.setDefaultTimeout(PAGE_MS)
    this.complaints.push(complaintsOf(page))
    await signTabIn(page, who.token, 'Ana')
    await page.goto(this.server.url + path)
    const log = page.getByRole('log')
    await log.locator('.message, .beginning').first().waitFor()
    return {
      page,
      log,
      row: (text: string) => log.locator('.message', { hasText: text }),
      [Symbol.asyncDispose]: () => context.close(),
    }
  }
}

/** Sends numbered messages, `before` in front of each number. */
export async function fill(who: Client, room: string, count: number, before = 'line') {
  const sent: { id: string; seq: number }[] = []
  for (let n = 0; n < count; n++) sent.push(await who.send(room, `${before} ${n}.`))
  return sent
}

/** Scrolls by a part of the height of the box. */
export const scrollBy = (log: Locator, heights: number) =>
  log.evaluate(
    (box, heights) => box.scrollBy({ top: heights * box.clientHeight, behavior: 'instant' }),
    heights,
  )

/** How far from its end a list stands, in pixels. */
export const belowEnd = (log: Locator) => log.evaluate((box) => Math.abs(box.scrollTop))

/** The first row that is wholly in view, and its place. */
export const eye = (log: Locator) =>
  log.evaluate((box) => {
    const from = box.getBoundingClientRect().top
    const row = [...box.querySelectorAll<HTMLElement>('.message')].find(
      (one) => one.getBoundingClientRect().top >= from,
    )
    return { key: row?.dataset['key'] ?? '', top: row?.getBoundingClientRect().top ?? Number.NaN }
  })

/** By how many pixels a row has moved since. */
export const moved = (log: Locator, { key, top }: { key: string; top: number }) =>
  log.evaluate(
    (box, { key, top }) =>
      (box.querySelector(`[data-key="${key}"]`)?.getBoundingClientRect().top ?? Number.NaN) - top,
    { key, top },
  )

/** As when another window is in front of this one, or as when it is not. */
export const inFront = (page: Page, isFront: boolean) =>
  page.evaluate((isFront) => {
    document.hasFocus = () => isFront
    window.dispatchEvent(new Event(isFront ? 'focus' : 'blur'))
  }, isFront)
