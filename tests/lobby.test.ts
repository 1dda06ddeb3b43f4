import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { BROWSER_TEST_MS, CHROMIUM, needsChromium } from './support/browser.ts'
import { expectSoon, type Tab, WebLobby } from './support/web-lobby.ts'
import { settlesAt } from './support/web-page.ts'

/** More messages than a page may hold. */
const MANY = 330

setDefaultTimeout(BROWSER_TEST_MS)
test('there is a Chromium to try the web app with', needsChromium)

describe.skipIf(!CHROMIUM)('the lobby in a browser', () => {
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
  })

  test('[WEB-1] a name is enough to come in, and it is asked for in the middle of an empty page', async () => {
    await using dia = await at.tab()
    expect(await dia.page.title()).toBe('Parlance')
    const name = dia.page.getByLabel('Your name')
    expect(await name.evaluate((input) => input === document.activeElement)).toBe(true)
    await dia.comeIn('  Dia  ')
    await dia.sees('aside', 'Dia')
    expect(await dia.page.title()).toBe('Lobby')
  })

  test('[WEB-2] a refused name is answered in words, and can be said again', async () => {
    await using dia = await at.tab()
    await dia.page.getByLabel('Your name').fill('   ')
    await dia.page.getByRole('button', { name: 'Join the lobby' }).click()
    await dia.sees('form', 'Name is empty')
    await dia.comeIn('Dia')
  })

  test('[WEB-3] each tab is a client of its own, and others see it come and go', async () => {
    const cem = await at.tab('Cem', ana.page)
    await ana.sees('log', 'Cem joined')
    await ana.sees('aside', 'Cem')
    await cem.sees('aside', 'Ana')
    await cem[Symbol.asyncDispose]()
    await ana.sees('log', 'Cem left')
    await settlesAt(() => ana.page.locator('aside', { hasText: 'Cem' }).count(), 0)
  })

  test('[WEB-19] who comes later sees who came and went before, in its place among what was said', async () => {
    const zoe = await at.tab('Zoe', ana.page)
    await ana.sees('log', 'Zoe joined')
    await zoe.say('Zoe was here')
    await zoe[Symbol.asyncDispose]()
    await ana.sees('log', 'Zoe left')
    await using dia = await at.tab('Dia')
    await dia.sees('log', 'Zoe left')
    const shown = await dia.page.getByRole('log').innerText()
    const places = ['Zoe joined', 'Zoe was here', 'Zoe left'].map((words) =>
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
    const { room } = await at.lobby()
    const cem = await at.guest('Cem')
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
    await using dia = await at.tab('Dia')
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

    await at.kill()
    await ana.sees('banner', 'Reconnecting…')
    await ana.say(words[1], 'sending')
    await at.serve()
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
    const { room } = await at.lobby()
    const cem = await at.guest('Cem')
    await cem('PUT', `rooms/${room}/members/me`)
    const { token } = await ana.page.evaluate(() =>
      JSON.parse(sessionStorage.getItem('parlance.session') ?? ''),
    )
    await at.ask('DELETE', `rooms/${room}/members/me`, token)
    await cem('POST', `rooms/${room}/messages`, { text: 'behind your back' })
    await at.kill()
    // What waits to be sent may be sent before the place is taken again.
    await ana.say('said while away', 'sending')
    await at.serve()
    await ana.sees('log', 'behind your back')
    await ana.waits('.message[data-state=sent] >> text="said while away"')
    await ana.say('back again')
  })

  test('[WEB-20] a page without a network says so at once, keeps what is written, and shows what it missed', async () => {
    await using dia = await at.tab('Dia')
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
    await ana.sayRefused()
    await ana.sees('log', 'Not sent. Text must be at most 16 KiB of UTF-8')
    await ana.page.getByRole('button', { name: 'Try again' }).click()
    await ana.waits('.message[data-state=refused]')
    await ana.page.getByRole('button', { name: 'Edit' }).click()
    await settlesAt(() => ana.page.locator('.message[data-state=refused]').count(), 0)
    await settlesAt(
      () => ana.page.getByLabel('Write a message').inputValue(),
      'x'.repeat(16 * 1024 + 1),
    )
    await ana.say('x')
  })

  test('[WEB-9] scrolling up brings what is older, what is read does not move, and the page stays small', async () => {
    const { room } = await at.lobby()
    const cem = await at.guest('Cem')
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
    await using dia = await at.tab('Dia')
    await dia.page.evaluate(() => {
      const session = JSON.parse(sessionStorage.getItem('parlance.session') ?? '')
      sessionStorage.setItem('parlance.session', JSON.stringify({ ...session, token: 'a.b.c' }))
    })
    await dia.page.reload()
    const name = dia.page.getByLabel('Your name')
    await name.waitFor()
    await settlesAt(() => name.inputValue(), 'Dia')
    await dia.comeIn('Dia')
  })

  test('[WEB-14] nothing of the page is blocked by its security policy, and nothing goes wrong unheard', () => {
    expect(at.complaints).toEqual([])
  })
})

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
