import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { BrowserContextOptions } from 'playwright-core'
import { BROWSER_TEST_MS, CHROMIUM } from './support/browser.ts'
import { waitFor } from './support/wait.ts'
import { eventsOfClosing, settlesAt, violations } from './support/web-page.ts'
import { NARROW, type Opened, WebRooms, WIDE } from './support/web-room.ts'

// What is done with a message: its menu, reactions, edits, pins.

setDefaultTimeout(BROWSER_TEST_MS)

describe.skipIf(!CHROMIUM)('a message in a browser', () => {
  let at: WebRooms
  beforeAll(async () => {
    at = await WebRooms.start()
  })
  afterAll(async () => {
    await at?.[Symbol.asyncDispose]()
    expect(at.complaints.flat()).toEqual([])
  })

  test('[WEB-55] right click, the menu key, the bar and a long press lead to the same commands, and the focus comes back', async () => {
    const { ana, ben, id } = await at.people()
    await ben.send(id, 'from Ben')
    const commands = [
      'Add a reaction',
      'Reply',
      'Reply in thread',
      'Pin to the room',
      'Copy text',
      'Copy link',
      'Mark unread from here',
      'Seen by',
      'Delete',
      'Report…',
      'Block',
      'Mute or ban…',
      'Delete all messages…',
    ]
    const items = ({ page }: Opened) => page.getByRole('menuitem').allTextContents()
    {
      await using tab = await at.open(ana, `/r/${id}`)
      const row = tab.row('from Ben')
      const closed = () => tab.page.getByRole('menu').waitFor({ state: 'detached' })
      await row.locator('.text').click({ button: 'right' })
      await tab.page.getByRole('menu').waitFor()
      expect(await items(tab)).toEqual(commands)
      await tab.page.keyboard.press('Escape')
      await closed()
      await settlesAt(() => row.evaluate((one) => one === document.activeElement), true)

      await row.getByRole('button', { name: 'More' }).click()
      await tab.page.getByRole('menu').waitFor()
      expect(await items(tab)).toEqual(commands)
      await tab.page.keyboard.press('Escape')
      await closed()

      // By keys alone: from the list to the row, into its bar, and back to the box.
      await tab.log.focus()
      await tab.page.keyboard.press('ArrowUp')
      await tab.page.keyboard.press('Enter')
      await waitFor(() =>
        tab.page.evaluate(() => document.activeElement?.closest('.row-bar') !== null),
      )
      await tab.page.keyboard.press('Escape')
      await row.dispatchEvent('contextmenu', { button: 0 })
      await tab.page.getByRole('menu').waitFor()
      expect(await items(tab)).toEqual(commands)
      await tab.page.keyboard.press('Escape')
      await closed()
      await tab.page.keyboard.press('Escape')
      await settlesAt(() => tab.page.evaluate(() => document.activeElement?.tagName), 'TEXTAREA')
    }
    await using phone = await at.open(ana, `/r/${id}`, {
      ...NARROW,
      hasTouch: true,
      isMobile: true,
    })
    const box = await phone.row('from Ben').locator('.text').boundingBox()
    const touch = await phone.page.context().newCDPSession(phone.page)
    const touchPoints = [{ x: (box?.x ?? 0) + 9, y: (box?.y ?? 0) + 9 }]
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
    await phone.log.locator('.message[data-active=true]').waitFor()
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await phone.page.getByRole('dialog').waitFor()
    expect(await items(phone)).toEqual(commands)
    expect(await violations(phone.page)).toEqual([])
    await phone.page.getByRole('button', { name: '👍' }).click()
    await phone.row('from Ben').locator('.reaction[aria-pressed=true]').waitFor()
  })

  test('[WEB-63] a menu that is opened while the one before closes stays open, and the focus returns to its own message', async () => {
    const { ana, ben, id } = await at.people()
    for (const text of ['first', 'second']) await ben.send(id, text)
    await using tab = await at.open(ana, `/r/${id}`)
    const { page, row } = tab
    const menu = page.getByRole('menu')
    const isAt = (text: string) => row(text).evaluate((one) => one === document.activeElement)

    // While it is open: with the button that opened it.
    await row('first').locator('.text').click({ button: 'right' })
    await menu.waitFor()
    const { width = 0 } = (await row('second').boundingBox()) ?? {}
    await row('second').click({ button: 'right', position: { x: width - 200, y: 9 } })
    await waitFor(() => menu.evaluate((one) => one.contains(document.activeElement)))
    await page.keyboard.press('Escape')
    await menu.waitFor({ state: 'detached' })
    await settlesAt(() => isAt('second'), true)

    // In the task that closes it, when its event has not come yet.
    await row('second').locator('.text').click({ button: 'right' })
    await menu.waitFor()
    await row('first').evaluate((one) => {
      document.querySelector<HTMLElement>('[role=menu]:popover-open')?.hidePopover()
      one.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))
    })
    await eventsOfClosing(page)
    await menu.waitFor()
    await page.keyboard.press('Escape')
    await menu.waitFor({ state: 'detached' })
    await settlesAt(() => isAt('first'), true)
  })

  test('[WEB-55] a message is edited, deleted and restored, pinned and answered', async () => {
    const { ana, ben, id } = await at.people()
    const { id: question } = await ben.send(id, 'a **question**, [see](https://a.org)')
    await ana.send(id, 'my words')
    await using tab = await at.open(ana, `/r/${id}`)
    const { page, row } = tab
    const choose = async (text: string, item: string) => {
      await row(text).locator('.text').click({ button: 'right' })
      await page.getByRole('menuitem', { name: item, exact: true }).click()
    }
    await choose('my words', 'Edit')
    const box = page.getByLabel('Text of the message')
    await box.fill('other words')
    // The first Esc asks, because the text was changed.
    await box.press('Escape')
    await page.getByRole('button', { name: 'Keep editing' }).click()
    await box.press('Enter')
    await row('other words').getByText('(edited)').waitFor()

    await choose('other words', 'Delete')
    await row('This message was deleted.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await row('other words').waitFor()

    await choose('a question', 'Pin to the room')
    await row('a question').getByText('Pinned').waitFor()
    await page.getByRole('button', { name: 'Pinned messages' }).click()
    await page.locator('.pins').getByText('a question, see', { exact: true }).waitFor()
    await choose('a question', 'Unpin')
    await page.getByText('Nothing is pinned here').waitFor()

    await row('a question').hover()
    await row('a question').getByRole('button', { name: 'Reply', exact: true }).click()
    await page.keyboard.type('an answer')
    await page.keyboard.press('Enter')
    await row('an answer').locator('.quote', { hasText: 'a question, see' }).waitFor()
    // The page shows a message before the server has it.
    const last = () => ben.history(id).then((messages) => messages.at(-1))
    await waitFor(async () => (await last())?.text === 'an answer')
    expect(await last()).toMatchObject({ replyTo: question })
    await choose('an answer', 'Seen by')
    await page.getByRole('dialog').waitFor()
  })

  test('[WEB-55] a refused change is taken back, and can be tried again or discarded at its row', async () => {
    const { ana, ben, id } = await at.people()
    await ana.send(id, 'my words')
    await ben.send(id, 'for all')
    await using tab = await at.open(ana, `/r/${id}`)
    await tab.row('my words').locator('.text').click({ button: 'right' })
    await tab.page.getByRole('menuitem', { name: 'Edit' }).click()
    await tab.page.getByLabel('Text of the message').fill('x'.repeat(16 * 1024 + 1))
    await tab.page.getByLabel('Text of the message').press('Enter')
    const refusal = tab.row('my words').getByRole('alert')
    await refusal.getByText(/^Not changed\./).waitFor()
    expect(await violations(tab.page)).toEqual([])
    await refusal.getByRole('button', { name: 'Discard' }).click()
    await refusal.waitFor({ state: 'detached' })
    await settlesAt(() => tab.row('my words').count(), 1)
  })

  test('[WEB-56] emoji that look alike are one chip with one number, in every tab, and a press changes the own one', async () => {
    const { ana, ben, id } = await at.people()
    const { id: message } = await ben.send(id, 'cake?')
    const react = (emoji: string) =>
      ben.ask('PUT', `/rooms/${id}/messages/${message}/reactions/${encodeURIComponent(emoji)}`)
    for (const emoji of ['👍🏽', '\u2764', '👨‍👩‍👧', '🇫🇷', '1\u20e3']) await react(emoji)
    await using one = await at.open(ana, `/r/${id}`)
    await using two = await at.open(ana, `/r/${id}`)
    const chips = ({ log }: Opened) =>
      log
        .locator('.reaction:not(.add)')
        .evaluateAll((all) =>
          all.map((chip) => `${chip.textContent} ${chip.getAttribute('aria-pressed')}`),
        )
    const all = async (...expected: string[]) => {
      for (const tab of [one, two])
        await waitFor(async () => (await chips(tab)).join() === expected.join())
    }
    const others = ['❤️1 false', '👨‍👩‍👧1 false', '🇫🇷1 false', '1️⃣1 false']
    await all('👍🏽1 false', ...others)

    await one.row('cake?').hover()
    await one
      .row('cake?')
      .locator('.row-bar')
      .getByRole('button', { name: 'Add a reaction' })
      .click()
    await one.page.locator('.emoji-picker [role=grid]').waitFor()
    // Enter at once: the search is not done, and what was found before is another emoji.
    await one.page.getByLabel('Search emoji').evaluate((field) => {
      document.execCommand('insertText', false, 'thumbs up')
      const enter = { key: 'Enter', bubbles: true, cancelable: true }
      field.dispatchEvent(new KeyboardEvent('keydown', { ...enter, isComposing: true }))
      field.dispatchEvent(new KeyboardEvent('keydown', enter))
    })
    await all('👍🏽2 true', ...others)
    expect((await ana.ask('GET', `/rooms/${id}/messages/${message}`)).reactions).toContainEqual({
      emoji: '👍',
      count: 1,
      mine: true,
    })
    await two.log.getByRole('button', { name: '👍🏽, 2 people' }).click()
    await all('👍🏽1 false', ...others)
    await one.log.getByRole('button', { name: '❤️, 1 person' }).click()
    await all('👍🏽1 false', '❤️2 true', ...others.slice(1))
  })

  const LOOKS: Record<string, BrowserContextOptions> = {
    light: { ...WIDE, colorScheme: 'light' },
    dark: { ...WIDE, colorScheme: 'dark' },
    Arabic: { ...WIDE, locale: 'ar' },
  }
  for (const [look, options] of Object.entries(LOOKS))
    test(`[WEB-18] axe finds nothing in a message with everything, its menu and its picker, ${look}`, async () => {
      const { ana, ben, id } = await at.people()
      const { id: quoted } = await ben.send(id, 'a question', { mentions: { users: [ana.id] } })
      await ben.send(id, 'an answer', { replyTo: quoted })
      await ben.send(id, 'in a thread', { thread: quoted })
      for (const who of [ana, ben])
        await who.ask('PUT', `/rooms/${id}/messages/${quoted}/reactions/🎉`)
      await ana.ask('PUT', `/rooms/${id}/pins/${quoted}`)
      await using tab = await at.open(ana, `/r/${id}/m/${2}`, options)
      const row = tab.log.locator('.message', { has: tab.page.locator('.reaction') })
      await row.waitFor()
      expect(await violations(tab.page)).toEqual([])
      await row.locator('.text').click({ button: 'right' })
      await tab.page.getByRole('menu').waitFor()
      expect(await violations(tab.page)).toEqual([])
      await tab.page.getByRole('menuitem').first().click()
      await tab.page.locator('.emoji-picker button', { hasText: '😀' }).waitFor()
      expect(await violations(tab.page)).toEqual([])
    })
})
