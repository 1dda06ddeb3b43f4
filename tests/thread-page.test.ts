import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { BROWSER_TEST_MS, CHROMIUM } from './support/browser.ts'
import { waitFor } from './support/wait.ts'
import { cut, focused, settlesAt, violations } from './support/web-page.ts'
import { webSuite } from './support/web-suite.ts'

setDefaultTimeout(BROWSER_TEST_MS)
const WIDE = { viewport: { width: 1280, height: 800 } }

describe.skipIf(!CHROMIUM)('a thread in the side panel', () => {
  const suite = webSuite()

  /** Ana has started a thread in a room with Ben, and has a page. */
  async function setUp(options: BrowserContextOptions = WIDE) {
    const [ana, ben] = [await suite.server.guest('Ana'), await suite.server.guest('Ben')]
    const { id: room } = await ana.ask('POST', '/rooms', { type: 'public', name: 'Garden' })
    await ben.ask('PUT', `/rooms/${room}/members/me`)
    const root = await ana.send(room, 'Who waters the roses?')
    const context = await suite.browser.newContext(options)
    const page = await suite.page(context, ana.token)
    return {
      ...{ ana, ben, room, root, page },
      panel: page.getByRole('complementary'),
      go: (path: string) => page.goto(suite.server.url + path),
      reply: (text: string) => ben.send(room, text, { thread: root.id }),
      [Symbol.asyncDispose]: () => context.close(),
    }
  }
  const rowsOf = (page: Page) => page.locator('main .message .text').allTextContents()

  test('[WEB-61] the number of replies leads to the thread, a reply is in it alone, and Back closes it', async () => {
    await using at = await setUp()
    const { page, panel, room, root, reply, go } = at
    await reply('I do')
    await go(`/r/${room}`)
    await page.getByRole('link', { name: '1 reply' }).click()
    await panel.getByText('I do').waitFor()
    await panel.getByText('Who waters the roses?').waitFor()
    expect(new URL(page.url()).pathname).toBe(`/r/${room}/t/${root.id}`)
    await panel.getByLabel('Write a message').fill('Thank you')
    await panel.getByLabel('Write a message').press('Enter')
    await panel.locator('.message[data-state=sent]').getByText('Thank you').waitFor()
    expect(await rowsOf(page)).toEqual(['Who waters the roses?'])
    await reply('Every day')
    await panel.getByText('Every day').waitFor()
    await page.locator('main').getByRole('link', { name: '3 replies' }).waitFor()
    await page.goBack()
    await panel.getByRole('heading', { name: 'Members' }).waitFor()
    expect(new URL(page.url()).pathname).toBe(`/r/${room}`)
  })

  test('[WEB-61] an open thread is read, and the user follows it or not, on every device', async () => {
    await using at = await setUp()
    const { panel, ana, room, root, reply, go } = at
    await reply('one')
    const thread = () => ana.ask('GET', `/rooms/${room}/threads/${root.id}`)
    expect((await thread()).unread).toBe(1)
    await go(`/r/${room}/t/${root.id}`)
    await waitFor(async () => (await thread()).unread === 0)
    const button = panel.getByRole('button', { name: 'Following' })
    await button.click()
    await panel.getByRole('button', { name: 'Follow', exact: true }).waitFor()
    await waitFor(async () => (await thread()).following === false)
    await ana.ask('PUT', `/rooms/${room}/threads/${root.id}/follow`)
    await button.waitFor()
    expect(await button.getAttribute('aria-pressed')).toBe('true')
  })

  test('[WEB-61] Esc closes the thread and the focus returns to what opened it; a thread that is gone says so', async () => {
    await using at = await setUp()
    const { page, panel, room, reply, go } = at
    await reply('one')
    await go(`/r/${room}`)
    await page.waitForLoadState('networkidle')
    await page.getByRole('link', { name: '1 reply' }).press('Enter')
    await panel.getByLabel('Write a message').waitFor()
    await waitFor(async () => (await focused(page)).startsWith('textarea'))
    expect(await panel.evaluate((aside) => aside.contains(document.activeElement))).toBe(true)
    await page.keyboard.press('Escape')
    await panel.getByRole('heading', { name: 'Members' }).waitFor()
    await waitFor(async () => (await focused(page)) === 'a.thread-link')
    await go(`/r/${room}/t/msg_nothing`)
    await panel.getByText('does not exist any more').waitFor()
  })

  test('[WEB-61] the focus returns to the link that has taken the place of the one that opened the thread', async () => {
    await using at = await setUp()
    const { page, panel, ana, ben, room, go } = at
    const { id } = await ben.send(room, 'Who has the key?')
    await ana.send(room, 'I have', { thread: id })
    await go(`/r/${room}`)
    const link = page.locator('main').getByRole('link', { name: '1 reply' })
    await page.waitForLoadState('networkidle')
    await link.press('Enter')
    await panel.getByText('I have').waitFor()
    // While Ben is blocked, his row is another one.
    await ana.ask('PUT', `/me/blocks/${ben.id}`)
    await link.waitFor({ state: 'detached' })
    await ana.ask('DELETE', `/me/blocks/${ben.id}`)
    await link.waitFor()
    await page.keyboard.press('Escape')
    await panel.getByRole('heading', { name: 'Members' }).waitFor()
    await settlesAt(() => focused(page), 'a.thread-link')
  })

  for (const options of [
    { colorScheme: 'light' },
    { colorScheme: 'dark' },
    { colorScheme: 'light', locale: 'ar' },
  ] as const)
    test(`[WEB-18] axe finds nothing in a thread, ${Object.values(options).join(' ')}`, async () => {
      await using at = await setUp({ ...WIDE, ...options })
      const { page, panel, room, root, reply, go } = at
      await reply('a reply')
      await go(`/r/${room}/t/${root.id}`)
      await panel.getByText('a reply').waitFor()
      expect(await violations(page)).toEqual([])
      await page.setViewportSize({ width: 320, height: 640 })
      expect(await violations(page)).toEqual([])
      await settlesAt(() => cut(page), [])
    })
})
