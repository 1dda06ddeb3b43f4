import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { buildWeb } from '../web/build.ts'
import { BROWSER_TEST_MS, CHROMIUM, needsChromium, openBrowser } from './support/browser.ts'
import { freePort } from './support/process.ts'
import { waitFor } from './support/wait.ts'

// The web app through its front door: a real server, a real browser, and no look inside.

const MAIN = join(import.meta.dir, '../server/main.ts')
/** More messages than a page may hold. */
const MANY = 330
const PHONE = { viewport: { width: 360, height: 740 } }

setDefaultTimeout(BROWSER_TEST_MS)
test('there is a Chromium to try the web app with', needsChromium)

describe.skipIf(!CHROMIUM)('the lobby in a browser', () => {
  /** What the pages complained about: a blocked script or style, an error nobody caught. */
  const complaints: string[] = []
  let browser: Browser
  let server: Bun.Subprocess
  let port: number
  let data: string
  /** They stay; others come and go. */
  let ana: Tab
  let ben: Tab

  beforeAll(async () => {
    await buildWeb()
    data = mkdtempSync(join(tmpdir(), 'parlance-web-'))
    port = await freePort()
    server = await serve()
    browser = await openBrowser()
    ana = await tab('Ana')
    ben = await tab('Ben')
  })

  afterAll(async () => {
    await browser?.close()
    await kill(server)
    rmSync(data, { recursive: true, force: true })
  })

  test('[WEB-1] a name is enough to come in, and it is asked for in the middle of an empty page', async () => {
    await using dia = await tab()
    expect(await dia.page.title()).toBe('Parlance')
    const name = dia.page.getByLabel('Your name')
    expect(await name.evaluate((input) => input === document.activeElement)).toBe(true)
    await dia.comeIn('  Dia  ')
    await dia.sees('aside', 'Dia')
    expect(await dia.page.title()).toBe('Lobby')
  })

  test('[WEB-2] a refused name is answered in words, and can be said again', async () => {
    await using dia = await tab()
    await dia.page.getByLabel('Your name').fill('   ')
    await dia.page.getByRole('button', { name: 'Join the lobby' }).click()
    await dia.sees('form', 'Name is empty')
    await dia.comeIn('Dia')
  })

  test('[WEB-3] each tab is a client of its own, and others see it come and go', async () => {
    const cem = await tab('Cem', ana.page)
    await ana.sees('log', 'Cem joined')
    await ana.sees('aside', 'Cem')
    await cem.sees('aside', 'Ana')
    await cem[Symbol.asyncDispose]()
    await ana.sees('log', 'Cem left')
    expect(await ana.page.locator('aside', { hasText: 'Cem' }).count()).toBe(0)
  })

  test('[WEB-19] who comes later sees who came and went before, in its place among what was said', async () => {
    const cem = await tab('Cem', ana.page)
    await ana.sees('log', 'Cem joined')
    await cem.say('Cem was here')
    await cem[Symbol.asyncDispose]()
    await ana.sees('log', 'Cem left')
    await using dia = await tab('Dia')
    await dia.sees('log', 'Cem left')
    const shown = await dia.page
      .locator('.log')
      .innerText()
      .catch(() => dia.page.innerText('main'))
    const places = ['Cem joined', 'Cem was here', 'Cem left'].map((words) =>
      shown.lastIndexOf(words),
    )
    expect(places.every((place) => place >= 0)).toBe(true)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  test('[WEB-4] what is said is seen by all, on time and as it was typed', async () => {
    await ana.say('Hello Ben')
    await ben.sees('log', 'Hello Ben')
    await ben.say('<b>two</b>\n  lines')
    await ana.sees('log', '<b>two</b>\n  lines')
    expect(await ana.page.locator('.message[data-mine=true] .text').allTextContents()).toEqual([
      'Hello Ben',
    ])
    expect(await ben.page.title()).toBe('Lobby')
  })

  test('[WEB-15] what is edited or deleted changes on every page, where it stands', async () => {
    const { room } = await lobby()
    const cem = await guest('Cem')
    await cem('PUT', `rooms/${room}/members/me`)
    const said = await cem('POST', `rooms/${room}/messages`, { text: 'in haste' })
    await ana.say('after it')
    await ben.sees('log', 'in haste')
    const path = `rooms/${room}/messages/${said.id}`
    await cem('PATCH', path, { text: 'at leisure' })
    for (const one of [ana, ben]) await one.sees('log', 'at leisure (edited)')
    await cem('DELETE', path)
    for (const one of [ana, ben]) {
      await one.sees('log', 'This message was deleted.')
      expect(await one.has('at leisure')).toBe(false)
    }
    await cem('DELETE', `rooms/${room}/members/me`)
  })

  test('[WEB-5] a reload keeps the person and shows what was said', async () => {
    await using dia = await tab('Dia')
    await dia.say('before the reload')
    await dia.page.reload()
    await dia.waits('.message[data-mine=true]')
    await dia.sees('log', 'before the reload')
    await dia.say('after the reload')
  })

  test('[WEB-6] the server may be killed under the page: nothing is lost, doubled or reloaded', async () => {
    const words = ['before the kill', 'during the kill', 'after the kill'] as const
    await ana.say(words[0])
    await ben.sees('log', words[0])
    await ana.page.evaluate(() => Object.assign(window, { isTheSamePage: true }))

    await kill(server)
    await ana.sees('banner', 'Reconnecting…')
    await ana.say(words[1], 'sending')
    server = await serve()
    await ana.waits('.connection[data-connection=live]')
    await ben.waits('.connection[data-connection=live]')
    await ben.sees('log', words[1])
    await ben.say(words[2])
    await ana.sees('log', words[2])

    for (const { page } of [ana, ben]) {
      const texts = await page.locator('.message .text').allTextContents()
      expect(texts.filter((text) => text.endsWith(' the kill'))).toEqual([...words])
    }
    expect(await ana.page.evaluate(() => 'isTheSamePage' in window)).toBe(true)
  })

  test('[WEB-7] who lost their place while away takes it again and reads what was said meanwhile', async () => {
    const { room } = await lobby()
    const cem = await guest('Cem')
    await cem('PUT', `rooms/${room}/members/me`)
    const { token } = await ana.page.evaluate(() =>
      JSON.parse(sessionStorage.getItem('parlance.session') ?? ''),
    )
    await ask('DELETE', `rooms/${room}/members/me`, token)
    await cem('POST', `rooms/${room}/messages`, { text: 'behind your back' })
    await kill(server)
    // What waits to be sent may be sent before the place is taken again.
    await ana.say('said while away', 'sending')
    server = await serve()
    await ana.sees('log', 'behind your back')
    await ana.waits('.message[data-state=sent] >> text="said while away"')
    await ana.say('back again')
  })

  test('[WEB-20] a page without a network says so at once, keeps what is written, and shows what it missed', async () => {
    await using dia = await tab('Dia')
    await dia.page.context().setOffline(true)
    await dia.sees('banner', 'Reconnecting…')
    await dia.say('written offline', 'sending')
    await ana.say('sent to somebody offline')
    expect(await dia.has('sent to somebody offline')).toBe(false)
    await dia.page.context().setOffline(false)
    await dia.waits('.connection[data-connection=live]')
    await dia.sees('log', 'sent to somebody offline')
    await ana.sees('log', 'written offline')
  })

  test('[WEB-8] a message that is refused says why, and can be tried again or edited', async () => {
    await ana.say('x'.repeat(16 * 1024 + 1), 'refused')
    await ana.sees('log', 'Not sent. Text must be at most 16 KiB of UTF-8')
    await ana.page.getByRole('button', { name: 'Try again' }).click()
    await ana.waits('.message[data-state=refused]')
    await ana.page.getByRole('button', { name: 'Edit' }).click()
    expect(await ana.page.locator('.message[data-state=refused]').count()).toBe(0)
    await ana.say('x')
    await ana.say('x'.repeat(70_000), 'refused')
    await ana.sees('log', 'Not sent. Over 64 KiB')
  })

  test('[WEB-9] scrolling up brings what is older, what is read does not move, and the page stays small', async () => {
    const { room } = await lobby()
    const cem = await guest('Cem')
    await cem('PUT', `rooms/${room}/members/me`)
    for (let i = 1; i <= MANY; i++)
      await cem('POST', `rooms/${room}/messages`, { text: `old ${i}` })
    await ana.page.reload()
    await ana.sees('log', `old ${MANY}`)
    expect(await ana.has('old 1')).toBe(false)

    const log = ana.page.getByRole('log')
    const reading = await log.evaluateHandle(readNearTheTop)
    await expectSoon(() => ana.has(`old ${MANY - 60}`))
    const moved = await reading.evaluate(({ row, top }) => row.getBoundingClientRect().top - top)
    expect(Math.abs(moved)).toBeLessThan(2)

    const scrollUntil = (way: -1 | 1, text: string) =>
      expectSoon(async () => {
        await log.evaluate((box, by) => box.scrollBy({ top: by, behavior: 'instant' }), way * 5000)
        expect(await ana.page.locator('.message').count()).toBeLessThanOrEqual(300)
        return ana.has(text)
      })
    await scrollUntil(-1, 'old 1')
    expect(await ana.has(`old ${MANY}`)).toBe(false)
    await scrollUntil(1, `old ${MANY}`)
    expect(await ana.has('old 1')).toBe(false)
    await scrollUntil(-1, 'old 1')
    await cem('POST', `rooms/${room}/messages`, { text: 'meanwhile' })
    await ana.page.getByRole('button', { name: '1 new message' }).click()
    await ana.sees('log', 'meanwhile')
    expect(await ana.has('old 1')).toBe(false)
    await expectSoon(() => log.evaluate((box) => box.scrollTop === 0))
    await expectSoon(async () => (await ana.page.title()) === 'Lobby')
  })

  test('[WEB-10] a token that is refused for good leads back to the name, which is still there', async () => {
    await using dia = await tab('Dia')
    await dia.page.evaluate(() => {
      const session = JSON.parse(sessionStorage.getItem('parlance.session') ?? '')
      sessionStorage.setItem('parlance.session', JSON.stringify({ ...session, token: 'a.b.c' }))
    })
    await dia.page.reload()
    const name = dia.page.getByLabel('Your name')
    await name.waitFor()
    expect(await name.inputValue()).toBe('Dia')
    await dia.comeIn('Dia')
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
    await using dia = await tab(undefined, undefined, PHONE)
    expect(await overflow(dia.page)).toBe(0)
    await dia.comeIn('N'.repeat(80))
    await dia.say('w'.repeat(400))
    expect(await overflow(dia.page)).toBe(0)
    await dia.page.getByRole('button', { name: /in the lobby$/ }).click()
    await dia.sees('aside', 'In the lobby')
    for (const button of await dia.page.locator('button:visible').all()) {
      const box = await button.boundingBox()
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44)
    }
  })

  test('[WEB-13] the page is light or dark as the system is', async () => {
    await using dia = await tab()
    await dia.page.emulateMedia({ colorScheme: 'light' })
    expect(await luminance(dia.page)).toBeGreaterThan(0.8)
    await dia.page.emulateMedia({ colorScheme: 'dark' })
    expect(await luminance(dia.page)).toBeLessThan(0.2)
  })

  test('[WEB-16] Enter that ends a word of an input method sends nothing, in the order of every browser', async () => {
    await using dia = await tab('Dia')
    const box = dia.page.getByLabel('Write a message')
    await box.fill('\u65e5\u672c')
    // Chromium and Firefox tell of the key while the word is composed, Safari just after.
    for (const composing of [{ isComposing: true }, { keyCode: 229 }])
      await box.dispatchEvent('keydown', { key: 'Enter', bubbles: true, ...composing })
    expect(await box.inputValue()).toBe('\u65e5\u672c')
    await box.press('Enter')
    await dia.sees('log', '\u65e5\u672c')
    expect(await box.inputValue()).toBe('')
  })

  test('[WEB-17] when the day ends, what was said today was said yesterday', async () => {
    await using dia = await tab()
    await dia.page.clock.install()
    await dia.page.reload()
    await dia.comeIn('Dia')
    await dia.say('late')
    const last = dia.page.locator('.day').last()
    expect(await last.textContent()).toBe('Today')
    await dia.page.clock.fastForward('24:00:00')
    await expectSoon(async () => (await last.textContent()) === 'Yesterday')
  })

  test('[WEB-11] the title counts, too, while another window is in front, and while something older is read', async () => {
    await using dia = await tab('Dia')
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
      await using dia = await tab(undefined, undefined, { colorScheme, ...PHONE })
      const looks = async (state: string) => {
        const found = await violations(dia.page)
        expect({ state, found }).toEqual({ state, found: [] })
      }
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
      await dia.say('x'.repeat(16 * 1024 + 1), 'refused')
      await looks('a refused message')
      await dia.page.getByRole('button', { name: /in the lobby$/ }).click()
      await dia.sees('aside', 'In the lobby')
      await looks('who is here')
      await dia.page.keyboard.press('Escape')
      const log = dia.page.getByRole('log')
      await log.evaluate((box) => box.scrollBy({ top: -5000, behavior: 'instant' }))
      await dia.waits('.to-latest')
      await looks('something older')
      await kill(server)
      await dia.sees('banner', 'Reconnecting…')
      await dia.say('on its way', 'sending')
      await looks('a message on its way, without a connection')
      server = await serve()
      await dia.waits('.connection[data-connection=live]')
    })

  test('[WEB-14] nothing of the page is blocked by its security policy, and nothing goes wrong unheard', () => {
    expect(complaints).toEqual([])
  })

  type Tab = Awaited<ReturnType<typeof tab>>

  const url = () => `http://localhost:${port}`

  async function serve(): Promise<Bun.Subprocess> {
    const env = {
      PARLANCE_PORT: `${port}`,
      PARLANCE_MANAGEMENT_PORT: 'off',
      PARLANCE_DATA: data,
      PARLANCE_LOG_LEVEL: 'error',
      PARLANCE_COMMANDS_PER_SECOND: '1000',
    }
    const started = Bun.spawn([process.execPath, MAIN], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    await expectSoon(async () => (await fetch(`${url()}/api/health`)).ok)
    return started
  }

  /** One person's tab: a window of its own, or one more in the window of another. */
  async function tab(name?: string, beside?: Page, options: BrowserContextOptions = {}) {
    const context = beside?.context() ?? (await browser.newContext(options))
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      // What a server that is gone, or says no, leaves there is the browser's own.
      const isNetwork = /^Failed to load resource|^WebSocket connection/.test(message.text())
      if (message.type() === 'error' && !isNetwork) complaints.push(message.text())
    })
    await page.goto(url())
    const one = {
      page,
      async comeIn(name: string) {
        await page.getByLabel('Your name').fill(name)
        await page.getByLabel('Your name').press('Enter')
        await one.waits('.connection[data-connection=live]')
      },
      async say(text: string, state = 'sent') {
        await page.getByLabel('Write a message').fill(text)
        await page.getByLabel('Write a message').press('Enter')
        await page.locator(`.message[data-state=${state}]`, { hasText: text }).last().waitFor()
      },
      async sees(where: 'log' | 'aside' | 'form' | 'banner', text: string) {
        const place = where === 'log' ? '[role=log]' : where === 'banner' ? '.connection' : where
        await page.locator(place, { hasText: text }).waitFor()
      },
      has: async (text: string) =>
        (await page.locator('.text').allTextContents()).some((shown) => shown === text),
      waits: (selector: string) => page.waitForSelector(selector, { state: 'attached' }),
      [Symbol.asyncDispose]: () => (beside ? page.close() : context.close()),
    }
    if (name !== undefined) await one.comeIn(name)
    return one
  }

  /** Somebody who comes by REST. */
  async function guest(name: string) {
    const { token } = await ask('POST', 'guests', undefined, { name })
    return (method: string, path: string, body?: object) => ask(method, path, token, body)
  }

  const lobby = () => ask('GET', 'lobby')

  async function ask(method: string, path: string, token?: string, body?: object) {
    const response = await fetch(`${url()}/api/v1/${path}`, {
      method,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(body && { body: JSON.stringify(body) }),
    })
    expect(response.ok).toBe(true)
    return (response.status === 204 ? {} : await response.json()) as {
      token: string
      room: string
      id: string
    }
  }
})

async function kill(server: Bun.Subprocess | undefined): Promise<void> {
  server?.kill('SIGKILL')
  await server?.exited
}

const expectSoon = (holds: () => Promise<boolean>) => waitFor(() => holds().catch(() => false))

/** Scrolls up to where an older page is asked for, and answers a row that is being read there. */
async function readNearTheTop(box: Element) {
  const screen = box.clientHeight
  box.scrollTo({ top: 2.2 * screen - box.scrollHeight, behavior: 'instant' })
  // Rows that were never on the screen have a guessed height until they are drawn.
  for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame)
  box.scrollBy({ top: -0.4 * screen, behavior: 'instant' })
  const middle = box.getBoundingClientRect().top + screen / 2
  const rows = [...box.querySelectorAll('.message')]
  const row = rows.find((row) => row.getBoundingClientRect().bottom > middle) ?? box
  // Looked at in the same turn as the scroll: no page can have come yet.
  return { row, top: row.getBoundingClientRect().top }
}

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

/** What axe finds, by its rules and the elements that break them. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  // What fades in has not yet its own colours.
  await page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter((each) => each.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
    return Promise.allSettled(ending.map((each) => each.finished)).then(() => undefined)
  })
  const found = await page.evaluate(async () => {
    const { violations } = await Reflect.get(window, 'axe').run()
    return violations as { id: string; nodes: { html: string; failureSummary: string }[] }[]
  })
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

const luminance = (page: Page) =>
  page.evaluate(() => {
    const colour = getComputedStyle(document.documentElement).backgroundColor
    const [r = 0, g = 0, b = 0] = colour.match(/[\d.]+/g)?.map(Number) ?? []
    return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255
  })
