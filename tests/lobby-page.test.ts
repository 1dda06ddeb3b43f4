import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { BROWSER_TEST_MS, CHROMIUM } from './support/browser.ts'
import { expectSoon, PHONE, type Tab, WebLobby } from './support/web-lobby.ts'
import { cut, settlesAt, violations } from './support/web-page.ts'

setDefaultTimeout(BROWSER_TEST_MS)

describe.skipIf(!CHROMIUM)('the page of the lobby', () => {
  let at: WebLobby
  /** They stay; others come and go. */
  let ana: Tab
  let ben: Tab
  beforeAll(async () => {
    at = await WebLobby.open()
    ana = await at.tab('Ana')
    ben = await at.tab('Ben')
  })
  afterAll(async () => {
    await at?.[Symbol.asyncDispose]()
    expect(at.complaints).toEqual([])
  })

  test('[WEB-11] a hidden tab counts in its title what others said, until it is looked at', async () => {
    await hide(ana.page, true)
    await ben.say('Ana?')
    await ben.say('Are you there?')
    await expectSoon(async () => (await ana.page.title()) === '(2) Lobby')
    await hide(ana.page, false)
    expect(await ana.page.title()).toBe('Lobby')
  })

  test('[WEB-12] 360 pixels are wide enough for everything, and every target is a finger wide', async () => {
    await using dia = await at.tab(undefined, undefined, PHONE)
    await settlesAt(() => cut(dia.page), [])
    await dia.comeIn('N'.repeat(80))
    await dia.say('w'.repeat(400))
    await settlesAt(() => cut(dia.page), [])
    await dia.page.getByRole('button', { name: /in the lobby$/ }).click()
    await dia.sees('aside', 'In the lobby')
    await settlesAt(() => narrowTargets(dia.page), [])
    // The measure sees a narrow one.
    const send = dia.page.getByRole('button', { name: 'Send' })
    await send.evaluate((one) => Object.assign(one.style, { minInlineSize: '0', width: '40px' }))
    expect(await narrowTargets(dia.page)).toHaveLength(1)
  })

  test('[WEB-13] the page is light or dark as the system is', async () => {
    await using dia = await at.tab()
    await dia.page.emulateMedia({ colorScheme: 'light' })
    expect(await luminance(dia.page)).toBeGreaterThan(0.8)
    await dia.page.emulateMedia({ colorScheme: 'dark' })
    expect(await luminance(dia.page)).toBeLessThan(0.2)
  })

  test('[WEB-16] Enter that ends a word of an input method sends nothing, in the order of every browser', async () => {
    await using dia = await at.tab('Dia')
    const box = dia.page.getByLabel('Write a message')
    await box.fill('\u65e5\u672c')
    // Chromium and Firefox tell of the key while the word is composed, Safari just after.
    for (const composing of [{ isComposing: true }, { keyCode: 229 }])
      await box.dispatchEvent('keydown', { key: 'Enter', bubbles: true, ...composing })
    await settlesAt(() => box.inputValue(), '\u65e5\u672c')
    await box.press('Enter')
    await dia.sees('log', '\u65e5\u672c')
    await settlesAt(() => box.inputValue(), '')
  })

  test('[WEB-17] when the day ends, what was said today was said yesterday', async () => {
    await using dia = await at.tab()
    await dia.page.clock.install()
    await dia.page.reload()
    await dia.comeIn('Dia')
    await dia.say('late')
    const last = dia.page.locator('.day').last()
    await settlesAt(() => last.textContent(), 'Today')
    await dia.page.clock.fastForward('24:00:00')
    await expectSoon(async () => (await last.textContent()) === 'Yesterday')
  })

  test('[WEB-11] the title counts, too, while another window is in front, and while something older is read', async () => {
    await using dia = await at.tab('Dia')
    const title = (text: string) => expectSoon(async () => (await dia.page.title()) === text)
    await inFront(dia.page, false)
    await ben.say('Dia?')
    await title('(1) Lobby')
    await inFront(dia.page, true)
    await title('Lobby')

    for (let i = 0; i < 30; i++) await ben.say(`line ${i}`)
    const log = dia.page.getByRole('log')
    await log.evaluate((box) => box.scrollBy({ top: -2 * box.clientHeight, behavior: 'instant' }))
    await dia.waits('.to-latest')
    await ben.say('below')
    await title('(1) Lobby')
    await dia.page.getByRole('button', { name: '1 new message' }).click()
    await title('Lobby')
  })

  for (const colorScheme of ['light', 'dark'] as const)
    test(`[WEB-18] axe finds nothing in any state of the page, ${colorScheme}`, async () => {
      await using dia = await at.tab(undefined, undefined, { colorScheme, ...PHONE })
      const looks = async (state: string) => {
        const found = await violations(dia.page)
        expect({ state, found }).toEqual({ state, found: [] })
      }
      await dia.page.getByLabel('Your name').waitFor()
      await looks('the door')
      await dia.page.getByLabel('Your name').fill('   ')
      await dia.page.getByRole('button', { name: 'Join the lobby' }).click()
      await dia.sees('form', 'Name is empty')
      await looks('a refused name')
      await dia.comeIn('Dia')
      await dia.say('a word')
      await ben.say('another word')
      await dia.sees('log', 'another word')
      await looks('the room')
      await dia.page.getByLabel('Write a message').fill('x'.repeat(16 * 1024 + 1))
      await looks('a message that is too long')
      await dia.sayRefused()
      await looks('a refused message')
      await dia.page.getByRole('button', { name: /in the lobby$/ }).click()
      await dia.sees('aside', 'In the lobby')
      await looks('who is here')
      await dia.page.keyboard.press('Escape')
      const log = dia.page.getByRole('log')
      await log.evaluate((box) => box.scrollBy({ top: -5000, behavior: 'instant' }))
      await dia.waits('.to-latest')
      await looks('something older')
      await at.kill()
      await dia.sees('banner', 'Reconnecting…')
      await dia.say('on its way', 'sending')
      await looks('a message on its way, without a connection')
      await at.serve()
      await dia.waits('.connection[data-connection=live]')
    })
})

/** The visible buttons that are narrower or lower than a finger needs, 44 pixels, all measured at one moment. */
const narrowTargets = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button')]
      .filter((one) => one.checkVisibility() && one.getClientRects().length > 0)
      .filter((one) => {
        const { width, height } = one.getBoundingClientRect()
        return Math.min(width, height) < 44
      })
      .map((one) => one.outerHTML.slice(0, 200)),
  )

const hide = (page: Page, isHidden: boolean) =>
  page.evaluate((isHidden) => {
    Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, isHidden)

/** As when another window is in front of this one. */
const inFront = (page: Page, isFront: boolean) =>
  page.evaluate((isFront) => {
    document.hasFocus = () => isFront
    window.dispatchEvent(new Event(isFront ? 'focus' : 'blur'))
  }, isFront)

const luminance = (page: Page) =>
  page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d')
    if (canvas === null) throw new Error('the browser draws nothing')
    canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor
    canvas.fillRect(0, 0, 1, 1)
    const [r = 0, g = 0, b = 0] = canvas.getImageData(0, 0, 1, 1).data
    return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255
  })
