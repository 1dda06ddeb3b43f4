import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { BROWSER_TEST_MS, CHROMIUM } from './support/browser.ts'
import type { Client } from './support/client.ts'
import { waitFor } from './support/wait.ts'
import { cut, settlesAt, violations } from './support/web-page.ts'
import { webSuite } from './support/web-suite.ts'

setDefaultTimeout(BROWSER_TEST_MS)
const WIDE = { viewport: { width: 1280, height: 800 } }
const NARROW = { viewport: { width: 320, height: 640 } }

describe.skipIf(!CHROMIUM)('the rooms in a browser', () => {
  const suite = webSuite()

  /** Two users with two rooms, and a page of the first. */
  async function setUp(options: BrowserContextOptions = WIDE, path = '/') {
    const [ana, ben] = [await suite.server.guest('Ana'), await suite.server.guest('Ben')]
    const garden = await create(ana, ben, 'Garden')
    const kitchen = await create(ana, ben, 'Kitchen')
    const context = await suite.browser.newContext(options)
    const page = await suite.page(context, ana.token)
    const go = (path: string) => page.goto(suite.server.url + path)
    await go(path)
    return {
      ...{ ana, ben, garden, kitchen, page, go },
      rail: page.getByRole('navigation', { name: /Rooms|الغرف/ }),
      [Symbol.asyncDispose]: () => context.close(),
    }
  }
  async function create(ana: Client, ben: Client, name: string): Promise<string> {
    const { id } = await ana.ask('POST', '/rooms', { type: 'public', name, topic: `The ${name}` })
    await ben.ask('PUT', `/rooms/${id}/members/me`)
    return id
  }
  const isLive = (page: Page) =>
    page.waitForSelector('.connection[data-connection=live]', { state: 'attached' })

  test('[WEB-29] the rail counts what is unread and mentions the user, and reading ends both everywhere', async () => {
    await using at = await setUp(WIDE)
    const { page, rail, ben, ana, garden, kitchen } = at
    await isLive(page)
    await ben.send(kitchen, 'for all')
    await ben.send(garden, 'for you', { mentions: { users: [ana.id] } })
    await rail.getByRole('link', { name: 'Kitchen 1 unread message' }).waitFor()
    await rail.getByRole('link', { name: 'Garden 1 mention' }).waitFor()
    await page.waitForFunction(() => document.title === '(2) Lobby')
    await rail.getByRole('link', { name: /Garden/ }).click()
    await page.getByRole('log').getByText('for you').waitFor()
    await page.waitForFunction(() => document.title === '(1) Garden')
    await rail.getByRole('link', { name: 'Garden', exact: true }).waitFor()
    // A room that the user looks at counts nothing at once, and is read a second later.
    await waitFor(async () => {
      const { rooms } = await ana.ask('GET', `/rooms?id=${garden}&id=${kitchen}`)
      const of = (name: string) =>
        rooms.find((room: { name: string }) => room.name === name)?.unread
      return of('Garden') === 0 && of('Kitchen') === 1
    })
  })

  test('[WEB-29] favourites come first, in the order that the user gives them', async () => {
    await using at = await setUp(WIDE)
    const { page, rail } = at
    // A room or a notice that appears later moves a menu under the pointer, and a press beside it closes it.
    await isLive(page)
    const choose = async (room: string, item: string) => {
      await rail.getByRole('button', { name: `Options of ${room}` }).click()
      await page.getByRole('menuitem', { name: item }).click()
    }
    await choose('Garden', 'Add to favourites')
    const favourites = rail.getByRole('region', { name: 'Favourites' })
    await favourites.getByRole('link', { name: 'Garden' }).waitFor()
    await choose('Kitchen', 'Add to favourites')
    await favourites.getByRole('link', { name: 'Kitchen' }).waitFor()
    const [first = ''] = await favourites.getByRole('link').allTextContents()
    await choose(first, 'Move down')
    await page.waitForFunction(
      (first) => document.querySelectorAll('.rail-item')[1]?.textContent?.startsWith(first),
      first,
    )
    await page.reload()
    await favourites.getByRole('link', { name: 'Kitchen' }).waitFor()
    expect((await favourites.getByRole('link').allTextContents())[1]).toBe(first)
  })

  test('[WEB-29] a room that is hidden comes back by undo', async () => {
    await using at = await setUp(WIDE)
    const { page, rail } = at
    await isLive(page)
    await rail.getByRole('button', { name: 'Options of Garden' }).click()
    await page.getByRole('menuitem', { name: 'Hide until' }).click()
    await rail.getByRole('link', { name: 'Garden' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await rail.getByRole('link', { name: 'Garden' }).waitFor()
  })

  test('[WEB-29] rooms are created, found and left, and a dm has the name of the other', async () => {
    await using at = await setUp(WIDE)
    const { page, rail, ben, go } = at
    await isLive(page)
    await rail.getByRole('button', { name: 'New room' }).click()
    await page.getByLabel('Name of the room').fill('Attic')
    await page.getByRole('button', { name: 'Create room' }).click()
    await page.getByRole('heading', { name: 'Attic' }).waitFor()

    const { id } = await ben.ask('POST', '/rooms', { type: 'public', name: 'Cellar' })
    await ben.send(id, 'down here')
    await go('/rooms')
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Cellar' })
      .getByRole('button', { name: 'Join' })
      .click()
    await page.getByRole('log').getByText('down here').waitFor()
    await page.locator('.room').getByRole('button', { name: 'Options of Cellar' }).click()
    await page.getByRole('menuitem', { name: 'Leave' }).click()
    await rail.getByRole('link', { name: 'Cellar' }).waitFor({ state: 'detached' })

    await rail.getByRole('button', { name: 'New direct message' }).click()
    await page.getByLabel('Person', { exact: true }).fill('be')
    await page.getByRole('dialog').getByRole('button', { name: 'Ben' }).click()
    await page.getByRole('heading', { name: 'Ben' }).waitFor()
    await rail.getByRole('link', { name: 'Ben' }).waitFor()
  })

  test('[WEB-29] an open room is joined from its address, and a room that is not there says so', async () => {
    await using at = await setUp(WIDE)
    const { page, ben, go } = at
    const { id } = await ben.ask('POST', '/rooms', { type: 'public', name: 'Loft' })
    await go(`/r/${id}`)
    await page.getByText('You are not a member of this room').waitFor()
    await page.getByRole('button', { name: 'Join' }).click()
    await page.getByLabel('Write a message').fill('hello')
    await page.getByLabel('Write a message').press('Enter')
    await page.locator('.message[data-state=sent]').getByText('hello').waitFor()
    for (const path of ['/r/nonsense', `/r/${id.slice(0, -4)}0000`]) {
      await go(path)
      await page.getByText('does not exist any more').waitFor()
    }
    await go('/settings/unknown')
    await page.getByText('There is nothing at this address').waitFor()
  })

  test('[WEB-28] narrow windows show one pane, and Back leads to the one before', async () => {
    await using at = await setUp(NARROW)
    const { page, rail, garden } = at
    await rail.getByRole('link', { name: 'Garden' }).click()
    await page.getByLabel('Write a message').fill('a draft')
    await settlesAt(() => rail.isVisible(), false)
    await page.getByRole('button', { name: '2 members' }).click()
    await page.getByRole('complementary').getByText('Ben').waitFor()
    expect(new URL(page.url()).pathname).toBe(`/r/${garden}/members`)
    await page.goBack()
    await page.getByRole('complementary').waitFor({ state: 'hidden' })
    await settlesAt(() => page.getByLabel('Write a message').inputValue(), 'a draft')
    await page.goBack()
    await rail.waitFor()
    await settlesAt(() => cut(page), [])
  })

  test('[WEB-28] the box stays above the keyboard of a phone, below the last message, and the head stays in view', async () => {
    await using at = await setUp(NARROW)
    const { page, ana, garden, go } = at
    await Promise.all(Array.from({ length: 20 }, () => ana.send(garden, 'one of many')))
    await ana.send(garden, 'the last one')
    await go(`/r/${garden}`)
    const [last, box] = [page.getByText('the last one'), page.getByLabel('Write a message')]
    await last.waitFor()
    await box.focus()
    // The keyboard makes the window smaller: see `interactive-widget` in index.html.
    await page.setViewportSize({ width: 360, height: 320 })
    const edges = async () => {
      const [head, message, field] = await Promise.all(
        [page.locator('.screen-head'), last, box].map((part) => part.boundingBox()),
      )
      const bottom = (part: typeof head = null) => (part ? part.y + part.height : 0)
      return [
        head?.y === 0,
        bottom(message) > bottom(head) && bottom(message) <= (field?.y ?? 0),
        bottom(field) <= 320,
      ]
    }
    await settlesAt(edges, [true, true, true])
  })

  test('[WEB-28] wider windows have the rail beside the room, and the widest a panel, too', async () => {
    await using at = await setUp({ viewport: { width: 1199, height: 700 } })
    const { page, rail } = at
    await isLive(page)
    const panel = page.getByRole('complementary')
    expect([await rail.isVisible(), await panel.isVisible()]).toEqual([true, false])
    await page.setViewportSize({ width: 1200, height: 700 })
    await panel.waitFor()
    await settlesAt(() => rail.isVisible(), true)
    await page.setViewportSize({ width: 719, height: 700 })
    await rail.waitFor({ state: 'hidden' })
  })

  test('[WEB-30] every depth of an address is the page, a missing file is not, and the policy has one name', async () => {
    await using at = await setUp(WIDE, '/r/lobby')
    for (const path of ['/', '/r/a', '/r/a/m/1', '/moderation/a/b/c/d'])
      expect((await fetch(suite.server.url + path)).headers.get('content-type')).toContain(
        'text/html',
      )
    for (const path of ['/chunk-00000000.js', '/r/chunk-00000000.js', '/nothing', '/r/a/b.css'])
      expect((await fetch(suite.server.url + path)).status).toBe(404)
    const policy = (await fetch(suite.server.url)).headers.get('content-security-policy')
    expect(policy).toMatch(/(?:^|; )trusted-types parlance(?:;|$)/)
    const made = await at.page.evaluate(() => {
      try {
        return Reflect.get(window, 'trustedTypes').createPolicy('another', {}).name
      } catch {
        return 'refused'
      }
    })
    expect(made).toBe('refused')
    suite.complaints.at(-1)?.splice(0)
  })

  test('[WEB-13] the theme, density and language of the settings hold over a reload, and in other tabs', async () => {
    await using at = await setUp(WIDE, '/account')
    const { page } = at
    await page.getByLabel('Dark').check()
    await page.getByLabel('Compact').check()
    await page.getByLabel('العربية').check()
    await page.getByRole('heading', { name: 'حسابك' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'حسابك' }).waitFor()
    const shown = await page.evaluate(() => {
      const { dataset, dir, lang } = document.documentElement
      return [{ ...dataset }, dir, lang]
    })
    expect(shown).toMatchObject([{ theme: 'dark', density: 'compact' }, 'rtl', 'ar'])
  })

  test('[WEB-29] the menu of a room stays open while rooms change their places, which they do when it is closed', async () => {
    await using at = await setUp(WIDE)
    const { page, rail, ben, garden } = at
    await isLive(page)
    const rooms = () => rail.locator('.rail-item .room-name').allTextContents()
    await waitFor(async () => ['Lobby', 'Kitchen'].includes((await rooms())[0] ?? ''))
    await rail.getByRole('button', { name: /Kitchen/ }).click()
    const item = page.getByRole('menuitem', { name: 'Hide until' })
    await item.waitFor()
    await ben.send(garden, 'a message')
    await rail.getByRole('link', { name: 'Garden 1 unread message' }).waitFor()
    expect(await item.isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    await waitFor(async () => (await rooms())[0] === 'Garden')
  })

  for (const options of [
    { colorScheme: 'light' },
    { colorScheme: 'dark' },
    { colorScheme: 'light', locale: 'ar' },
  ] as const)
    test(`[WEB-18] axe finds nothing in the rooms, ${Object.values(options).join(' ')}`, async () => {
      await using at = await setUp({ ...WIDE, ...options })
      const { page, garden, kitchen, ben, rail, go } = at
      const looks = async (state: string) =>
        expect({ state, found: await violations(page) }).toEqual({ state, found: [] })
      await ben.send(garden, 'read me')
      await ben.send(kitchen, 'unread')
      await go(`/r/${garden}`)
      await page.getByRole('log').getByText('read me').waitFor()
      await looks('a room')
      await page.waitForLoadState('networkidle')
      await rail.locator('.rail-item button').first().click()
      await page.getByRole('menuitem').first().waitFor()
      await looks('a menu')
      await page.keyboard.press('Escape')
      await rail.locator('.rail-section button').first().click()
      await page.getByRole('dialog').waitFor()
      await looks('a new room')
      await page.keyboard.press('Escape')
      await rail.locator('.rail-section button').last().click()
      await page.getByRole('dialog').getByText('Ben').waitFor()
      await looks('a new dm')
      await page.keyboard.press('Escape')
      for (const [path, sign] of [
        ['/rooms', '.browse li'],
        ['/account', '.choice'],
        ['/r/nonsense', '.empty'],
      ] as const) {
        await go(path)
        await page.locator(sign).first().waitFor()
        await looks(path)
      }
      await page.setViewportSize({ width: 320, height: 640 })
      await go('/')
      await rail.waitFor()
      await looks('the rail alone')
      await settlesAt(() => cut(page), [])
    })
})
