import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { BROWSER_TEST_MS, CHROMIUM, PAGE_MS } from './support/browser.ts'
import { waitFor } from './support/wait.ts'
import { eventsOfClosing, focused, settlesAt, signTabIn, violations } from './support/web-page.ts'
import { webSuite } from './support/web-suite.ts'

setDefaultTimeout(BROWSER_TEST_MS)
const WIDE = { viewport: { width: 1280, height: 800 } }

describe.skipIf(!CHROMIUM)('the keyboard', () => {
  const suite = webSuite()

  /** Ana has three rooms, of which the first of the list was the last one active. */
  async function setUp(options: object = {}) {
    const [ana, ben] = [await suite.server.guest('Ana'), await suite.server.guest('Ben')]
    const rooms: string[] = []
    for (const name of ['Café Zürich', 'Garden tools', 'Kitchen']) {
      const { id } = await ana.ask('POST', '/rooms', { type: 'public', name })
      await ben.ask('PUT', `/rooms/${id}/members/me`)
      rooms.unshift(id)
    }
    const [kitchen = '', garden = '', cafe = ''] = rooms
    const context = await suite.browser.newContext({ ...WIDE, ...options })
    const page = await suite.page(context, ana.token)
    await page.goto(`${suite.server.url}/r/${kitchen}`)
    await page.getByLabel('Write a message').waitFor()
    // What listens to the keys is loaded after the room.
    await page.waitForLoadState('networkidle')
    return {
      ...{ ana, ben, kitchen, garden, cafe, page },
      box: page.getByLabel('Write a message'),
      dialog: page.getByRole('dialog'),
      [Symbol.asyncDispose]: () => context.close(),
    }
  }
  const isAt = (page: Page, room: string) => page.waitForURL((url) => url.pathname === `/r/${room}`)

  test('[WEB-62] the switcher finds rooms by the beginnings of their words, without accents, and Enter goes there', async () => {
    await using at = await setUp()
    const { page, dialog, cafe, garden } = at
    await page.keyboard.press('Control+k')
    await dialog.waitFor()
    await page.keyboard.type('zur caf')
    const options = dialog.getByRole('option')
    await waitFor(async () => (await options.first().textContent()) === 'Café Zürich')
    // An input method's Enter chooses a word.
    await dialog.getByRole('combobox').evaluate((field) => {
      for (const init of [{ isComposing: true }, { keyCode: 229 }])
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, ...init }))
    })
    await settlesAt(() => dialog.isVisible(), true)
    await page.keyboard.press('Enter')
    await isAt(page, cafe)
    await page.keyboard.press('Control+k')
    await dialog.getByRole('combobox').pressSequentially('ools')
    // The middle of a word is no beginning: only the search is left.
    await waitFor(async () => (await options.count()) === 1)
    await dialog.getByRole('combobox').fill('tool')
    await options.filter({ hasText: 'Garden tools' }).click()
    await isAt(page, garden)
  })

  test('[WEB-62] the arrow keys with Alt go through the rooms of the list, with Shift through the unread ones', async () => {
    await using at = await setUp()
    const { page, ben, kitchen, cafe, garden } = at
    const rail = page.getByRole('navigation', { name: 'Rooms' })
    await ben.send(cafe, 'unread')
    await rail.getByRole('link', { name: 'Café Zürich 1 unread' }).waitFor()
    const links = rail.locator('.rail-item a')
    const order = await links.evaluateAll((all) => all.map((a) => a.getAttribute('href')))
    const at0 = order.indexOf(`/r/${kitchen}`)
    const next = order[(at0 + 1) % order.length] ?? ''
    await page.keyboard.press('Alt+ArrowDown')
    await page.waitForURL((url) => url.pathname === next)
    await page.keyboard.press('Alt+ArrowUp')
    await isAt(page, kitchen)
    await page.keyboard.press('Alt+Shift+ArrowUp')
    await isAt(page, cafe)
    expect(garden).not.toBe(cafe)
  })

  test('[WEB-62] F6 leads through the rail, the room and the panel, and the sheet shows the keys', async () => {
    await using at = await setUp()
    const { page, box, dialog } = at
    await waitFor(async () => (await focused(page)) === 'textarea')
    const region = () =>
      page.evaluate(() => document.activeElement?.closest('.rail-pane, main, .panel')?.className)
    const seen: (string | undefined)[] = []
    for (let presses = 0; presses < 3; presses++) {
      await page.keyboard.press('F6')
      seen.push(await region())
    }
    expect(seen).toEqual(['panel', 'rail-pane', 'conversation'])
    await page.keyboard.press('Shift+F6')
    expect(await region()).toBe('rail-pane')
    await page.keyboard.press('?')
    await dialog.getByText('Go to a room').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await box.focus()
    await page.keyboard.press('?')
    await settlesAt(() => box.inputValue(), '?')
    await page.keyboard.press('Control+/')
    await dialog.getByText('Go to a room').waitFor()
  })

  test('[WEB-62] a key that follows Esc at once opens its dialog, also the same one', async () => {
    await using at = await setUp()
    const { page, dialog } = at
    for (const [key, sign] of [
      ['/', '.key-sheet'],
      ['k', '.switcher [role=option]'],
    ] as const) {
      await page.keyboard.press('Control+k')
      await dialog.waitFor()
      await dialog.evaluate(async (one: HTMLDialogElement, key) => {
        // As Esc does. The event `close` comes a frame later.
        one.requestClose()
        await Promise.resolve()
        dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: true, cancelable: true }))
      }, key)
      await eventsOfClosing(page)
      await page.locator(sign).first().waitFor()
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    }
  })

  test('[WEB-62] keys with AltGr and Option type characters, and stray keys leave the text alone', async () => {
    await using at = await setUp()
    const { page, box, dialog } = at
    await box.fill('a draft')
    const press = (init: Readonly<Record<string, string | boolean>>) =>
      page.evaluate((init) => {
        const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
        return (document.activeElement ?? document.body).dispatchEvent(event)
      }, init)
    for (const init of [
      { key: 'k', code: 'KeyK', ctrlKey: true, altKey: true },
      { key: '˚', code: 'KeyK', altKey: true },
      { key: '/', code: 'Slash', ctrlKey: true, altKey: true },
    ])
      expect(await press(init)).toBe(true)
    // The same key without Alt is ours, also on a keyboard with other letters.
    expect(await press({ key: 'л', code: 'KeyK', ctrlKey: true })).toBe(false)
    await dialog.waitFor()
    for (let presses = 0; presses < 5; presses++) await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    for (const letter of 'abcdefghijklmnopqrstuvwxyz') await page.keyboard.press(letter)
    await settlesAt(() => box.inputValue(), 'a draft')
  })

  test('[WEB-63] a box for writing that is loaded late takes the focus only from where it was before', async () => {
    await using at = await setUp()
    const { ana, kitchen, garden } = at
    // The first page of a browser has no service worker, which would have the box already.
    await using context = await suite.browser.newContext(WIDE)
    const page = await suite.page(context, ana.token)
    const box = page.getByLabel('Write a message')
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route('**/chunk-*.js', async (route) => {
      const answer = await route.fetch()
      if ((await answer.text()).includes('enterKeyHint:"send"')) await held
      await route.fulfill({ response: answer })
    })
    await page.goto(`${suite.server.url}/r/${kitchen}`)
    const link = page.getByRole('link', { name: 'Garden tools' })
    await page.locator('.composer[aria-busy=true]').waitFor()
    await link.focus()
    expect(await box.count()).toBe(0)
    release()
    await box.waitFor()
    // Chunks that nobody waits for are still on their way.
    await page.unrouteAll({ behavior: 'wait' })
    await settlesAt(() => focused(page), 'a.rail-room')
    // Whoever opens a room writes there.
    await link.press('Enter')
    await isAt(page, garden)
    await settlesAt(() => focused(page), 'textarea')
    await page.goto(`${suite.server.url}/r/${kitchen}`)
    await settlesAt(() => focused(page), 'textarea')
  })

  test('[WEB-46] a file that is dropped anywhere opens nothing, and text is dropped as the browser does', async () => {
    await using at = await setUp()
    const { page } = at
    /** Of the parts of the page: whether the browser does something with what is dropped there. */
    const opens = (isFile: boolean) =>
      page.evaluate((isFile) => {
        const data = new DataTransfer()
        if (isFile) data.items.add(new File(['a'], 'a.txt'))
        else data.setData('text/plain', 'a')
        return ['.rail', '.screen-head', '[role=log]', 'textarea', '.panel'].flatMap((part) =>
          ['dragover', 'drop'].map((type) =>
            document
              .querySelector(part)
              ?.dispatchEvent(
                new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }),
              ),
          ),
        )
      }, isFile)
    expect(await opens(false)).toEqual(Array(10).fill(true))
    expect(await opens(true)).toEqual(Array(10).fill(false))
  })

  test('[WEB-63] the focus returns to the opener of a dialog, or to the box if the opener is gone, and no event takes it', async () => {
    await using at = await setUp()
    const { page, box, dialog, ben, kitchen } = at
    await box.fill('typing')
    await page.keyboard.press('Control+k')
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await waitFor(async () => (await focused(page)) === 'textarea')
    const opener = page.getByRole('complementary').getByRole('button', { name: 'Ben' })
    await opener.click()
    await dialog.getByRole('button', { name: 'Send a message' }).waitFor()
    await page.keyboard.press('Escape')
    await waitFor(async () => (await focused(page)) === 'button')
    await opener.click()
    await dialog.waitFor()
    await ben.ask('DELETE', `/rooms/${kitchen}/members/me`)
    await opener.waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await waitFor(async () => (await focused(page)) === 'textarea')
    await box.press('End')
    await ben.ask('PUT', `/rooms/${kitchen}/members/me`)
    await ben.send(kitchen, 'a message arrives')
    await page.getByRole('log').getByText('a message arrives').waitFor()
    await settlesAt(() => focused(page), 'textarea')
  })

  test('[WEB-63] a picker and a dialog that are opened while the one before closes stay open', async () => {
    await using at = await setUp()
    const { page, dialog } = at
    const emoji = page.locator('.composer-emoji')
    await emoji.click()
    await dialog.waitFor()
    await emoji.evaluate((button: HTMLElement) => {
      document.querySelector<HTMLElement>('.picker-box')?.hidePopover()
      button.click()
    })
    await eventsOfClosing(page)
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })

    const newRoom = page.getByRole('button', { name: 'New room' })
    await newRoom.click()
    await dialog.waitFor()
    await newRoom.evaluate(async (button: HTMLElement) => {
      document.querySelector('dialog')?.requestClose()
      await Promise.resolve()
      button.click()
    })
    await eventsOfClosing(page)
    await dialog.waitFor()
  })

  for (const options of [
    { colorScheme: 'light' },
    { colorScheme: 'dark' },
    { colorScheme: 'light', locale: 'ar' },
  ] as const)
    test(`[WEB-18] axe finds nothing in the switcher and the sheet, ${Object.values(options).join(' ')}`, async () => {
      const [ana] = [await suite.server.guest('Ana')]
      const context = await suite.browser.newContext({ ...WIDE, ...options })
      const page = await context.newPage()
      page.setDefaultTimeout(PAGE_MS)
      await signTabIn(page, ana.token, 'Ana')
      await page.goto(`${suite.server.url}/r/lobby`)
      await page.locator('.connection[data-connection=live]').waitFor({ state: 'attached' })
      // What listens to the keys is loaded after the room.
      const option = page.getByRole('option').first()
      await waitFor(async () => {
        await page.keyboard.press('Control+k')
        return option.waitFor({ timeout: 1000 }).then(
          () => true,
          () => false,
        )
      })
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.keyboard.press('Control+/')
      await page.locator('.key-sheet').waitFor()
      expect(await violations(page)).toEqual([])
      await context.close()
    })
})
