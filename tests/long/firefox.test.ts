import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { ensureWeb } from '../../web/build.ts'
import { BROWSER_TEST_MS } from '../support/browser.ts'
import type { Client } from '../support/client.ts'
import { FIREFOX, type FirefoxPage, openFirefox } from '../support/firefox.ts'
import { parlance } from '../support/parlance.ts'
import { freePort } from '../support/process.ts'
import { waitFor } from '../support/wait.ts'
import { settlesAt } from '../support/web-page.ts'
import { fill } from '../support/web-room.ts'

// Ten walks in Firefox. All others are in Chromium.

setDefaultTimeout(BROWSER_TEST_MS)
if (!FIREFOX)
  console.log(
    'skipped: the walks in Firefox, because there is no firefox-esr or firefox on the PATH',
  )

describe.skipIf(!FIREFOX)('the app in Firefox', () => {
  let server: Awaited<ReturnType<typeof parlance>>
  let port: string
  let firefox: Awaited<ReturnType<typeof openFirefox>>
  beforeAll(async () => {
    await ensureWeb()
    port = `${await freePort()}`
    server = await parlance({ PARLANCE_PORT: port })
    firefox = await openFirefox()
  })
  afterAll(async () => {
    await firefox?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })

  const BOX = 'main .composer textarea'
  const textsOf = (page: FirefoxPage) =>
    page.evaluate(() =>
      [...document.querySelectorAll('main .message .text')].map(({ textContent }) => textContent),
    )
  const open = ({ token }: Client, path: string, name = 'Ana') =>
    firefox.page(server.url + path, { kind: 'tab', token, name })
  async function write(page: FirefoxPage, text: string): Promise<void> {
    await page.click(BOX)
    await page.type(text)
    await page.press('Enter')
  }
  /** Ana and Ben in a room, and the page of Ana. */
  async function setUp(prepare?: (ben: Client, room: string) => Promise<unknown>) {
    const [ana, ben] = [await server.guest('Ana'), await server.guest('Ben')]
    const { id } = await ana.ask('POST', '/rooms', { type: 'public', name: 'Garden' })
    const room: string = id
    await ben.ask('PUT', `/rooms/${room}/members/me`)
    await prepare?.(ben, room)
    const page = await open(ana, `/r/${room}`)
    await page.see(BOX)
    return { ana, ben, room, page }
  }

  test('[WEB-1] [WEB-5] a name is enough, and after a reload the user and the messages are there', async () => {
    const page = await firefox.page(server.url)
    await page.see('input')
    await page.type('Fay')
    await page.press('Enter')
    await page.see(BOX)
    await write(page, 'hello from Firefox')
    await page.see('.message[data-state=sent] .text', 'hello from Firefox')
    await page.reload()
    await page.see('.message .text', 'hello from Firefox')
    await page.see(BOX)
  })

  test('[WEB-4] two users see what the other sends, exactly as it was typed', async () => {
    const { ben, room, page } = await setUp()
    const his = await open(ben, `/r/${room}`, 'Ben')
    await write(page, 'a < b & c')
    await his.see('.message .text', 'a < b & c')
    await write(his, 'so it is')
    await page.see('.message .text', 'so it is')
  })

  test('[WEB-45] [WEB-15] ↑ edits the last own message, on every page', async () => {
    const { ben, room, page } = await setUp()
    await write(page, 'a tpyo')
    await page.see('.message[data-state=sent] .text', 'a tpyo')
    await page.press('ArrowUp')
    await page.see('.message textarea')
    await page.type(', edited')
    await page.press('Enter')
    await waitFor(async () => (await ben.history(room))[0]?.text === 'a tpyo, edited')
    await page.see('.message .text', 'a tpyo, edited')
  })

  test('[WEB-56] a press on a reaction adds the own one', async () => {
    const { page } = await setUp(async (ben, room) => {
      const { id } = await ben.send(room, 'cake?')
      await ben.ask('PUT', `/rooms/${room}/messages/${id}/reactions/👍`)
    })
    await page.click('.reaction', '👍')
    await page.see('.reaction[aria-pressed=true]', '👍2')
  })

  test('[WEB-55] the bar of a message replies, and the reply shows what it answers', async () => {
    const { page } = await setUp((ben, room) => ben.send(room, 'a question'))
    await page.hover('.message', 'a question')
    await page.click('.row-bar button', 'Reply')
    await page.see('.target-bar', 'a question')
    await write(page, 'an answer')
    await page.see('.message[data-state=sent] .quote', 'a question')
  })

  test('[WEB-61] the number of replies leads to the thread, which takes one more', async () => {
    const { page } = await setUp(async (ben, room) => {
      const { id } = await ben.send(room, 'the root')
      await ben.send(room, 'first reply', { thread: id })
    })
    await page.click('.thread-link', '1 reply')
    await page.see('aside .message .text', 'first reply')
    await page.click('aside textarea')
    await page.type('second reply')
    await page.press('Enter')
    await page.see('.thread-link', '2 replies')
  })

  test('[WEB-62] Ctrl and K finds a room by the beginning of its name', async () => {
    const { ana, page } = await setUp()
    await ana.ask('POST', '/rooms', { type: 'public', name: 'Pantry' })
    await page.see('nav', 'Pantry')
    await page.press('Control', 'k')
    await page.see('dialog[open] input')
    await page.type('pan')
    await page.see('dialog[open] [role=option]', 'Pantry')
    await page.press('Enter')
    await page.see('h1, h2', 'Pantry')
  })

  test('[WEB-44] a draft is still there after a reload', async () => {
    const { page } = await setUp()
    await page.click(BOX)
    await page.type('half a sentence')
    // It is stored a moment after the last key: another tab of the user has it then.
    await waitFor(() => page.evaluate(hasDraft, 'half a sentence'))
    await page.reload()
    await page.see(BOX)
    const value = () =>
      page.evaluate((box) => document.querySelector<HTMLTextAreaElement>(box)?.value, BOX)
    await settlesAt(value, 'half a sentence')
  })

  test('[WEB-9] [WEB-50] scrolling up loads older messages, and arrivals do not move what is read', async () => {
    const { ben, room, page } = await setUp((ben, room) => fill(ben, room, 120))
    await page.see('.message .text', 'line 119.')
    await waitFor(async () => {
      await page.evaluate(() => document.querySelector('[role=log]')?.scrollBy(0, -2000))
      return page.find('.message .text', 'line 20.')
    })
    const top = () =>
      page.evaluate(() => {
        const rows = [...document.querySelectorAll('[role=log] .message')]
        const row = rows.find(({ textContent }) => textContent?.includes('line 20.'))
        return Math.round(row?.getBoundingClientRect().top ?? Number.NaN)
      })
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))))
    const before = await top()
    expect(before).not.toBeNaN()
    await fill(ben, room, 5, 'late')
    await page.see('.to-latest', '5')
    expect(await top()).toBe(before)
  })

  test('[WEB-6] a server that is restarted loses no message, and the page does not reload', async () => {
    const { ana, room, page } = await setUp()
    await page.evaluate(() => Reflect.set(globalThis, 'isSame', true))
    await server.stop()
    await page.see('.connection:not([data-connection=live])')
    await write(page, 'while it was down')
    const restarted = await parlance({ ...server.place, PARLANCE_PORT: port })
    try {
      await page.see('.message[data-state=sent] .text', 'while it was down')
      expect(await textsOf(page)).toEqual(['while it was down'])
      expect((await ana.history(room)).length).toBe(1)
      expect(await page.evaluate(() => Reflect.get(globalThis, 'isSame') === true)).toBe(true)
    } finally {
      await restarted.stop()
    }
  })
})

/** Whether the browser has stored a draft with the text. */
async function hasDraft(text: string): Promise<boolean> {
  const all = await indexedDB.databases()
  const found = all.map(
    ({ name = '' }) =>
      new Promise<boolean>((resolve) => {
        const opening = indexedDB.open(name)
        opening.onerror = () => resolve(false)
        opening.onsuccess = () => {
          const database = opening.result
          if (!database.objectStoreNames.contains('drafts')) {
            database.close()
            return resolve(false)
          }
          const request = database.transaction('drafts').objectStore('drafts').getAll()
          request.onsuccess = () => {
            database.close()
            resolve(JSON.stringify(request.result).includes(text))
          }
        }
      }),
  )
  return (await Promise.all(found)).some(Boolean)
}
