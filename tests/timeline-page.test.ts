import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { BROWSER_TEST_MS, CHROMIUM } from './support/browser.ts'
import type { Client } from './support/client.ts'
import { waitFor } from './support/wait.ts'
import { cut, settlesAt, signTabIn } from './support/web-page.ts'
import {
  belowEnd,
  eye,
  fill,
  inFront,
  moved,
  NARROW,
  scrollBy,
  WebRooms,
} from './support/web-room.ts'

// Reading: where the list stands, what is unread, and what is said of it.

setDefaultTimeout(BROWSER_TEST_MS)

describe.skipIf(!CHROMIUM)('the messages of a room in a browser', () => {
  let at: WebRooms
  beforeAll(async () => {
    at = await WebRooms.start()
  })
  afterAll(async () => {
    await at?.[Symbol.asyncDispose]()
    expect(at.complaints.flat()).toEqual([])
  })

  test('[WEB-50] the row under the eye does not move: older pages, arrivals, edits above and below, removed rows', async () => {
    const { ana, ben, id } = await at.people()
    const sent = await fill(ben, id, 420)
    await using tab = await at.open(ana, `/r/${id}`)
    const { log, row } = tab
    await row('line 419.').waitFor()
    // Ten screens up, with a page for each 50 messages, beyond the 300 rows of the window.
    for (let n = 0; n < 24; n++) {
      await scrollBy(log, -0.9)
      const seen = await eye(log)
      await log.evaluate(
        (box) =>
          new Promise<void>((resolve) => {
            const check = () =>
              box.getAttribute('aria-busy') === 'true' ? requestAnimationFrame(check) : resolve()
            check()
          }),
      )
      expect([n, Math.abs(await moved(log, seen)) < 1]).toEqual([n, true])
    }
    await settlesAt(() => log.locator('.message').count(), 300)
    const seen = await eye(log)
    const firstSeq = Number(await log.locator('.message').first().getAttribute('data-seq'))
    const above = sent.find(({ seq }) => seq >= firstSeq)
    await ben.ask('PATCH', `/rooms/${id}/messages/${above?.id}`, { text: 'long\n'.repeat(20) })
    await fill(ben, id, 50, 'more')
    await log.page().getByRole('button', { name: '50 new messages' }).waitFor()
    await log.locator('.message', { hasText: 'long' }).waitFor()
    expect(Math.abs(await moved(log, seen))).toBeLessThan(1)
  })

  test('[WEB-50] the row under the eye does not move when the box for writing is loaded', async () => {
    const { ana, ben, id } = await at.people()
    await fill(ben, id, 40)
    await using context = await at.browser.newContext()
    const page = await context.newPage()
    await signTabIn(page, ana.token, 'Ana')
    const released = Promise.withResolvers<void>()
    // The part with the box comes last.
    await page.route('**/*.js', async (route) => {
      const response = await route.fetch()
      if ((await response.text()).includes('target-bar')) await released.promise
      await route.fulfill({ response })
    })
    await page.goto(`${at.server.url}/r/${id}`, { waitUntil: 'commit' })
    const log = page.getByRole('log')
    await page.locator('.composer[aria-busy]').waitFor()
    await log.locator('.message').first().waitFor()
    const seen = await eye(log)
    released.resolve()
    await page.locator('.composer textarea').waitFor()
    expect(Math.abs(await moved(log, seen))).toBeLessThan(1)
    // Chunks that nobody waits for are still on their way.
    await page.unrouteAll({ behavior: 'wait' })
  })

  test('[WEB-50] at the end the end stays: arrivals in a hidden tab, and a tall message', async () => {
    const { ana, ben, id } = await at.people()
    await fill(ben, id, 60)
    await ben.send(id, 'tall\n'.repeat(60))
    await using tab = await at.open(ana, `/r/${id}`)
    await tab.row('tall').waitFor()
    await settlesAt(() => belowEnd(tab.log), 0)
    await fill(ben, id, 30, 'more')
    await tab.row('more 29.').waitFor()
    await settlesAt(() => belowEnd(tab.log), 0)
    await tab.page.getByLabel('Write a message').fill('own')
    await tab.page.getByLabel('Write a message').press('Enter')
    await tab.log.locator('.message[data-state=sent]', { hasText: 'own' }).waitFor()
    await settlesAt(() => belowEnd(tab.log), 0)
  })

  test('[WEB-51] from the first unread message the end is reached, each message once and in order', async () => {
    const { ana, ben, id } = await at.people()
    const [first] = await fill(ben, id, 1, 'read')
    await ana.ask('PUT', `/rooms/${id}/read`, { seq: first?.seq })
    await fill(ben, id, 400)
    await using tab = await at.open(ana, `/r/${id}`)
    await tab.page.getByRole('button', { name: '400 unread messages' }).click()
    await tab.log.locator('.unread-line').waitFor()
    await tab.page.getByRole('button', { name: /unread messages/ }).waitFor({ state: 'detached' })
    const seen = new Map<number, string>()
    // By time, not by steps: while a page is on its way, a step moves nothing.
    const until = performance.now() + BROWSER_TEST_MS / 2
    while (!seen.has(399) && performance.now() < until) {
      const texts = await tab.log.locator('.message .text').allTextContents()
      const numbers = texts.flatMap((text) => /^line (\d+)\./.exec(text)?.[1] ?? []).map(Number)
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
      expect(new Set(numbers).size).toBe(numbers.length)
      for (const number of numbers) seen.set(number, '')
      await scrollBy(tab.log, 0.9)
      await waitFor(async () => (await tab.log.getAttribute('aria-busy')) === 'false')
    }
    expect(seen.size).toBe(400)
  })

  test('[WEB-51] a link to a message opens around it and marks it, also if it was deleted; a quote leads to its message', async () => {
    const { ana, ben, id } = await at.people()
    const sent = await fill(ben, id, 200)
    const target = sent[20]
    await ben.send(id, 'an answer', { replyTo: target?.id })
    await using tab = await at.open(ana, `/r/${id}/m/${target?.seq}`)
    const marked = tab.log.locator('[data-marked=true]')
    await marked.waitFor()
    expect(await marked.textContent()).toContain('line 20.')
    expect(await marked.evaluate((row) => row.getBoundingClientRect().top)).toBeGreaterThan(0)
    expect(await tab.log.locator('.message').count()).toBeLessThan(200)

    await tab.page.getByRole('button', { name: 'Go to the latest message' }).click()
    await tab.row('an answer').locator('.quote').click()
    await waitFor(() => marked.evaluate((row) => row === document.activeElement))
    await ben.ask('DELETE', `/rooms/${id}/messages/${target?.id}`)
    await marked.getByText('This message was deleted.').waitFor()
    await tab.page.reload()
    await marked.getByText('This message was deleted.').waitFor()
  })

  test('[WEB-52] the line of the unread messages stands where it stood on entering, until the user leaves', async () => {
    const { ana, ben, id } = await at.people()
    const other = (await ana.ask('POST', '/rooms', { type: 'public', name: 'Kitchen' })).id
    const read = await fill(ben, id, 3, 'read')
    await ana.ask('PUT', `/rooms/${id}/read`, { seq: read[2]?.seq })
    const [first] = await fill(ben, id, 3, 'unread')
    await using tab = await at.open(ana, `/r/${id}`)
    const line = tab.log.locator('.unread-line')
    const next = () => line.evaluate((one) => one.nextElementSibling?.textContent ?? '')
    await line.waitFor()
    expect(await next()).toContain('unread 0.')
    const unread = () => unreadOf(ana, id)
    await waitFor(async () => (await unread()) === 0)
    await fill(ben, id, 5, 'while looking')
    await tab.row('while looking 4.').waitFor()
    expect(await next()).toContain('unread 0.')
    await ben.ask('DELETE', `/rooms/${id}/messages/${first?.id}`)
    await tab.row('This message was deleted.').waitFor()
    await settlesAt(() => line.count(), 1)
    await waitFor(async () => (await unread()) === 0)

    const rooms = tab.page.getByRole('navigation', { name: 'Rooms' })
    await rooms.getByRole('link', { name: 'Kitchen' }).click()
    await tab.page.getByRole('heading', { name: 'Kitchen' }).waitFor()
    expect(other).toBeDefined()
    await rooms.getByRole('link', { name: 'Garden' }).click()
    await tab.row('while looking 4.').waitFor()
    await settlesAt(() => line.count(), 0)
  })

  test('[WEB-53] only what is looked at is read: not behind another window, not farther up; and what is marked stays unread', async () => {
    const { ana, ben, id } = await at.people()
    await fill(ben, id, 60)
    await using tab = await at.open(ana, `/r/${id}`)
    const unread = () => unreadOf(ana, id)
    await waitFor(async () => (await unread()) === 0)
    await inFront(tab.page, false)
    await ben.send(id, 'behind')
    await tab.row('behind').waitFor()
    await stays(unread, 1)
    await inFront(tab.page, true)
    await waitFor(async () => (await unread()) === 0)
    await scrollBy(tab.log, -2)
    await tab.page.getByRole('button', { name: 'Go to the latest message' }).waitFor()
    await ben.send(id, 'below')
    await tab.page.getByRole('button', { name: '1 new message' }).waitFor()
    await stays(unread, 1)
    await tab.page.getByRole('button', { name: '1 new message' }).click()
    await waitFor(async () => (await unread()) === 0)

    await tab.row('behind').click({ button: 'right' })
    await tab.page.getByRole('menuitem', { name: 'Mark unread from here' }).click()
    await waitFor(async () => (await unread()) === 2)
    await tab.log.locator('.unread-line').waitFor()
    await inFront(tab.page, false)
    await inFront(tab.page, true)
    await stays(unread, 2)
  })

  test('[WEB-57] one region says what arrives, and nothing of pages, edits and reactions', async () => {
    const { ana, ben, id } = await at.people()
    const sent = await fill(ben, id, 160)
    const last = sent.at(-1)
    await using tab = await at.open(ana, `/r/${id}`)
    await tab.row('line 159.').waitFor()
    const region = tab.page.locator('.arrivals')
    await settlesAt(() => tab.page.locator('main [aria-live=polite]').count(), 1)
    await region.evaluate((one) => {
      const said: string[] = []
      new MutationObserver(() => said.push(one.textContent ?? '')).observe(one, {
        childList: true,
        characterData: true,
        subtree: true,
      })
      Object.assign(window, { said })
    })
    const said = () => tab.page.evaluate(() => Reflect.get(window, 'said') as string[])
    await waitFor(async () => {
      await scrollBy(tab.log, -10)
      return (await tab.row('line 0.').count()) === 1
    })
    await ben.ask('PATCH', `/rooms/${id}/messages/${last?.id}`, { text: 'edited' })
    await ben.ask('PUT', `/rooms/${id}/messages/${last?.id}/reactions/👍`)
    await tab.page.getByRole('button', { name: 'Go to the latest message' }).click()
    await tab.row('edited').locator('.reaction').first().waitFor()
    await ben.send(id, 'hello')
    await waitFor(async () => (await said()).length === 1)
    await fill(ben, id, 30, 'more')
    await waitFor(async () => (await said()).length === 2)
    await tab.page.getByLabel('Write a message').fill('own')
    await tab.page.getByLabel('Write a message').press('Enter')
    await waitFor(async () => (await said()).length === 3)
    expect(await said()).toEqual(['Ben: hello', '30 new messages', 'Sent'])
  })

  test('[WEB-58] stacked marks and endless words stay in their rows, and the page is never wider than its window', async () => {
    const { ana, ben, id } = await at.people()
    const endless = 'w'.repeat(400)
    const { id: quoted } = await ben.send(id, endless)
    await ben.ask('PATCH', '/me', { name: 'N'.repeat(80) })
    await ben.send(id, `a${'\u0300'.repeat(5000)}`, { replyTo: quoted })
    await ben.ask(
      'PUT',
      `/rooms/${id}/messages/${quoted}/reactions/${encodeURIComponent(`:${'e'.repeat(32)}:`)}`,
    )
    await ana.ask('PUT', `/rooms/${id}/pins/${quoted}`)
    for (const zoom of ['100%', '200%']) {
      await using tab = await at.open(ana, `/r/${id}/m/1`, NARROW)
      await tab.page.evaluate(
        (zoom) => document.documentElement.style.setProperty('font-size', zoom),
        zoom,
      )
      await tab.row(endless).first().waitFor()
      await settlesAt(() => cut(tab.page), [])
      const isInside = await tab.log.evaluate((box) =>
        [...box.querySelectorAll<HTMLElement>('.text')].every(
          (text) =>
            text.scrollWidth <= text.clientWidth + 1 &&
            getComputedStyle(text).overflow === 'hidden',
        ),
      )
      expect(isInside).toBe(true)
      // The name above a message has an ellipsis.
      const lines = await tab.log
        .locator('.byline .name')
        .last()
        .evaluate((name) => name.clientHeight / Number.parseFloat(getComputedStyle(name).fontSize))
      expect(lines).toBeLessThan(2)
      await tab.page.goto(`${at.server.url}/r/${id}/pins`)
      await tab.page.locator('.pins li').waitFor()
      await settlesAt(() => cut(tab.page), [])
    }
  })
})

async function unreadOf(who: Client, room: string): Promise<number> {
  const { rooms } = await who.ask('GET', `/rooms?id=${room}`)
  return rooms[0].unread
}

/** For longer than a room has to be looked at to be read. */
async function stays(read: () => Promise<number>, value: number): Promise<void> {
  const until = performance.now() + 1500
  while (performance.now() < until) expect(await read()).toBe(value)
}
