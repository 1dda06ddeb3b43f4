import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { BROWSER_TEST_MS, CHROMIUM } from './support/browser.ts'
import { waitFor } from './support/wait.ts'
import { cut, LONG_NAME, settlesAt, violations } from './support/web-page.ts'
import { webSuite } from './support/web-suite.ts'

setDefaultTimeout(BROWSER_TEST_MS)
const WIDE = { viewport: { width: 1280, height: 600 } }

describe.skipIf(!CHROMIUM)('finding what one missed', () => {
  const suite = webSuite({ PARLANCE_REQUESTS: 'on' })

  async function setUp(options: BrowserContextOptions = WIDE) {
    const [ana, ben] = [await suite.server.guest('Ana'), await suite.server.guest('Ben Okri')]
    const rooms: string[] = []
    for (const name of ['Wood workshop', 'Garden']) {
      const { id } = await ana.ask('POST', '/rooms', { type: 'public', name })
      await ben.ask('PUT', `/rooms/${id}/members/me`)
      rooms.push(id)
    }
    const [workshop = '', garden = ''] = rooms
    const context = await suite.browser.newContext(options)
    const page = await suite.page(context, ana.token)
    return {
      ...{ ana, ben, workshop, garden, page },
      go: (path: string) => page.goto(suite.server.url + path),
      hits: page.locator('.hits li'),
      [Symbol.asyncDispose]: () => context.close(),
    }
  }
  async function ask(page: Page, query: string): Promise<void> {
    await page.getByRole('searchbox').fill(query)
    await page.getByRole('searchbox').press('Enter')
  }

  test('[WEB-64] a search takes names of rooms and people, and marks what it found', async () => {
    await using at = await setUp()
    const { page, ana, ben, workshop, garden, go, hits } = at
    await ben.send(workshop, 'The saw is sharp')
    await ana.send(workshop, 'Which saw?')
    await ben.send(garden, 'I saw a hedgehog')
    await go('/search')
    await ask(page, 'saw')
    await waitFor(async () => (await hits.count()) === 3)
    expect(await hits.locator('mark').allTextContents()).toEqual(['saw', 'saw', 'saw'])
    await ben.send(garden, 'the **wild *boar*** `boar()` [at the boar](https://a.org) 🎉')
    await ask(page, 'boar')
    await waitFor(async () => (await hits.count()) === 1)
    // The words alone, and no link in the link.
    expect(await hits.locator('.message-link-text').innerHTML()).toBe(
      'the wild <mark>boar</mark> <mark><code>boar</code></mark><code>()</code> at the <mark>boar</mark> 🎉',
    )
    await ask(page, 'saw from:"Ben Okri" in:"wood workshop"')
    await waitFor(async () => (await hits.count()) === 1)
    expect(await hits.first().textContent()).toContain('The saw is sharp')
    await ask(page, 'in:wood from:me')
    await waitFor(async () => (await hits.first().textContent())?.includes('Which saw?') === true)
    await ask(page, 'in:cellar saw')
    await page.getByText('None of your rooms is called “cellar”').waitFor()
    await ask(page, 'nothing like it')
    await page.getByText('No message was found').waitFor()
    await page.getByRole('searchbox').fill('in:gar')
    await page.getByRole('button', { name: 'Garden', exact: true }).click()
    await settlesAt(() => page.getByRole('searchbox').inputValue(), 'in:Garden ')
  })

  test('[WEB-64] a hit leads to the message, and Back to the same hits at the same place', async () => {
    await using at = await setUp()
    const { page, ben, garden, go, hits } = at
    for (let n = 1; n <= 12; n++) await ben.send(garden, `rose ${n}`)
    await go('/search?q=rose')
    await waitFor(async () => (await hits.count()) === 12)
    const screen = page.locator('.search-screen')
    const top = () => screen.evaluate((element) => element.scrollTop)
    await screen.evaluate((element) => element.scrollTo(0, 300))
    await waitFor(async () => (await top()) === 300)
    await hits.nth(6).getByRole('link').click()
    await page.waitForURL((url) => new RegExp(`^/r/${garden}/m/\\d+$`).test(url.pathname))
    await page.goBack()
    await waitFor(async () => (await hits.count()) === 12)
    expect(await top()).toBe(300)
  })

  test('[WEB-65] the inbox has what mentions the user and the followed threads, and both can be marked as read', async () => {
    await using at = await setUp()
    const { page, ana, ben, garden, go } = at
    const root = await ana.send(garden, 'Who waters the roses?')
    await ben.send(garden, 'I do', { thread: root.id })
    await ben.send(garden, 'Ana, look', { mentions: { users: [ana.id] } })
    await go('/inbox')
    const unread = page.locator('.inbox li[data-unread=true]')
    await unread.getByText('Ana, look').waitFor()
    const rail = page.getByRole('navigation', { name: 'Rooms' })
    await rail.getByRole('link', { name: 'Inbox 1 thing waits' }).waitFor()
    await ben.send(garden, 'Ana, again', { mentions: { users: [ana.id] } })
    await unread.getByText('Ana, again').waitFor()
    await page.getByRole('button', { name: 'Mark all as read' }).click()
    await unread.first().waitFor({ state: 'detached' })
    await rail.getByRole('link', { name: 'Inbox', exact: true }).waitFor()
    const { rooms } = await ana.ask('GET', `/rooms?id=${garden}`)
    expect(rooms[0].mentions).toBe(0)

    await page.getByRole('tab', { name: 'Threads' }).click()
    await unread.getByText('1 unread reply').waitFor()
    await ben.send(garden, 'Every day', { thread: root.id })
    await unread.getByText('2 unread replies').waitFor()
    await page.getByRole('button', { name: /^Mark as read/ }).click()
    await unread.first().waitFor({ state: 'detached' })
    expect((await ana.ask('GET', `/rooms/${garden}/threads/${root.id}`)).unread).toBe(0)
    await page.locator('.inbox .message-link').click()
    await page.getByRole('complementary').getByText('Every day').waitFor()
  })

  test('[WEB-68] a request to talk can be accepted and declined, and one that was sent can be withdrawn', async () => {
    await using at = await setUp()
    const { page, ana, ben, go } = at
    const [cleo, dan] = [await suite.server.guest('Cleo'), await suite.server.guest('Dan')]
    await cleo.ask('POST', '/requests', { user: ana.id, text: 'We met at the fair' })
    await dan.ask('POST', '/requests', { user: ana.id })
    await go('/inbox/requests')
    const from = (name: string) => page.locator('.inbox li').filter({ hasText: name })
    await from('Cleo').getByText('We met at the fair').waitFor()
    await from('Dan').getByRole('button', { name: 'Decline', exact: true }).click()
    await from('Dan').waitFor({ state: 'detached' })
    await from('Cleo').getByRole('button', { name: 'Accept' }).click()
    await page.getByRole('heading', { name: 'Cleo' }).waitFor()
    // Ben wants to be asked, although they share a room.
    await ben.ask('PATCH', '/me/consent', { requestsFrom: 'nobody' })
    await page.getByRole('button', { name: 'New direct message' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Ben Okri' }).click()
    const card = page.getByRole('dialog')
    await card.getByLabel('Say who you are').fill('Me again')
    await card.getByRole('button', { name: 'Send request' }).click()
    await card.getByText('Your request was sent').waitFor()
    await page.keyboard.press('Escape')
    await go('/inbox/requests')
    await page.getByRole('button', { name: 'Withdraw' }).click()
    await page.getByText('Nobody is asking').waitFor()
    expect((await ana.ask('GET', '/requests/sent')).requests).toEqual([])
  })

  for (const options of [
    { colorScheme: 'light' },
    { colorScheme: 'dark' },
    { colorScheme: 'light', locale: 'ar' },
  ] as const)
    test(`[WEB-18] axe finds nothing in the search and the inbox, ${Object.values(options).join(' ')}`, async () => {
      await using at = await setUp({ ...WIDE, ...options })
      const { page, ana, ben, garden, go } = at
      const cleo = await suite.server.guest(LONG_NAME)
      await cleo.ask('POST', '/requests', { user: ana.id, text: 'hello' })
      const root = await ana.send(garden, 'a root')
      await ben.send(garden, 'a reply', { thread: root.id })
      await cleo.ask('PUT', `/rooms/${garden}/members/me`)
      await cleo.send(garden, 'a message of more than one line in a narrow window, as most are')
      await ben.send(garden, 'a mention', { mentions: { users: [ana.id] } })
      for (const [path, sign] of [
        ['/search?q=a', '.hits li'],
        ['/inbox', '.inbox li'],
        ['/inbox/threads', '.inbox li'],
        ['/inbox/requests', '.inbox li'],
      ] as const) {
        await go(path)
        await page.locator(sign).first().waitFor()
        expect([path, await violations(page)]).toEqual([path, []])
        await page.setViewportSize({ width: 320, height: 600 })
        expect([path, await cut(page)]).toEqual([path, []])
        await page.setViewportSize(WIDE.viewport)
      }
    })
})
