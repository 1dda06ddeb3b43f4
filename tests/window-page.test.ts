import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { BROWSER_TEST_MS, CHROMIUM, needsChromium, openBrowser } from './support/browser.ts'
import { Client } from './support/client.ts'
import { parlance, token } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { waitFor } from './support/wait.ts'
import { settlesAt } from './support/web-page.ts'

// The hooks of the window, in a browser with its storage and its tabs.

setDefaultTimeout(BROWSER_TEST_MS)
test('there is a Chromium for the hooks of the window', needsChromium)

describe.skipIf(!CHROMIUM)('in a browser', () => {
  let browser: Browser
  let script: string

  beforeAll(async () => {
    const built = await Bun.build({
      entrypoints: [join(import.meta.dir, 'react/window-page.tsx')],
      target: 'browser',
    })
    script = (await built.outputs[0]?.text()) ?? ''
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test('[OBX-5] with two tabs open, messages are shown in both, survive a reload of both, and are sent once, in order, by one', async () => {
    await using server = await ownProcess()
    await server.start()
    const ana = new Client(server.url, await token({ sub: 'ana', name: 'Ana' }), 'ana')
    const { id: room } = await ana.room()
    const context = await browser.newContext()
    const tabs = [await open(context, ana, room), await open(context, ana, room)] as const
    await write(tabs[0], 'zero')
    for (const tab of tabs) await shows(tab, ['sent zero'])
    // The page of the health check is needed to open a tab again.
    await Promise.all(tabs.map((tab) => tab.context().setOffline(true)))
    await server.kill()
    await write(tabs[0], 'one')
    for (const tab of tabs) await shows(tab, ['sent zero', 'waiting one'])
    await write(tabs[1], 'two')
    await write(tabs[1], 'discarded')
    await write(tabs[0], 'three')
    await shows(tabs[0], [
      'sent zero',
      'waiting one',
      'waiting two',
      'waiting discarded',
      'waiting three',
    ])
    await tabs[0].locator('li', { hasText: 'discarded' }).getByRole('button').click()
    for (const tab of tabs)
      await shows(tab, ['sent zero', 'waiting one', 'waiting two', 'waiting three'])
    // The tabs end as in a crash; the messages are in the storage alone.
    for (const tab of tabs) await tab.close()

    await server.start()
    await context.setOffline(false)
    const again = await Promise.all([open(context, ana, room), open(context, ana, room)])
    for (const tab of again) await shows(tab, ['sent zero', 'sent one', 'sent two', 'sent three'])
    expect((await ana.history(room)).map(({ text }) => text)).toEqual([
      'zero',
      'one',
      'two',
      'three',
    ])
    await context.close()
  })

  test('[DRF-4] a draft is in the other tab within a second, and is still there after a reload', async () => {
    await using server = await parlance()
    const [ana, ben] = [await server.user('Ana'), await server.guest('Ben')]
    const { id: room } = await ben.room('group', ana)
    const context = await browser.newContext()
    const [one, two] = [await open(context, ana, room), await open(context, ana, room)]
    // A second of the tabs' own clock, which stands still otherwise: a busy machine takes longer.
    await one.clock.install()
    await one.clock.pauseAt(Date.now() + 60_000)
    await one.locator('textarea').pressSequentially('Hello, Be')
    await one.clock.runFor(1000)
    await waitFor(async () => (await two.locator('textarea').inputValue()) === 'Hello, Be')
    await one.clock.resume()
    await two.locator('textarea').press('End')
    await two.locator('textarea').pressSequentially('n')
    await one.close()
    await two.close()
    const again = await open(context, ana, room)
    await waitFor(async () => (await again.locator('textarea').inputValue()) === 'Hello, Ben')
    await again.locator('textarea').press('Enter')
    await shows(again, ['sent Hello, Ben'])
    await settlesAt(() => again.locator('textarea').inputValue(), '')
    // The reader is at the end of the room, which is read.
    await ben.send(room, 'read')
    await waitFor(async () => (await ana.ask('GET', '/rooms')).rooms[0].unread === 0)
    await context.close()
  })

  async function open(context: BrowserContext, who: Client, room: string): Promise<Page> {
    const page = await context.newPage()
    await page.goto(`${who.url}/api/health`)
    await page.addScriptTag({ content: script, type: 'module' })
    await page.waitForFunction(() => 'show' in globalThis)
    await page.evaluate(([token, name, room]) => show(token, name, room), [
      who.token,
      who.id,
      room,
    ] as const)
    await page.locator('ol[data-load=ready][data-storage=kept]').waitFor({ state: 'attached' })
    return page
  }

  async function write(page: Page, text: string): Promise<void> {
    await page.locator('textarea').fill(text)
    await page.locator('textarea').press('Enter')
  }

  async function shows(page: Page, rows: readonly string[]): Promise<void> {
    const shown = () =>
      page
        .locator('li')
        .evaluateAll((all) =>
          all.map((li) => `${li.dataset['state']} ${li.firstChild?.textContent}`),
        )
    await waitFor(async () => Bun.deepEquals(await shown(), rows), 20).catch(async () =>
      expect(await shown()).toEqual([...rows]),
    )
  }
})
