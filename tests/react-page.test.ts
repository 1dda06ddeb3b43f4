import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { BROWSER_TEST_MS, CHROMIUM, needsChromium, openBrowser } from './support/browser.ts'
import { Client } from './support/client.ts'
import { parlance, token } from './support/parlance.ts'
import { ownProcess } from './support/process.ts'
import { waitFor } from './support/wait.ts'

// The React example as its users see it, and the browser's storage under it.

const ROOT = join(import.meta.dir, '..')

setDefaultTimeout(BROWSER_TEST_MS)
test('there is a Chromium to try React in', needsChromium)

describe.skipIf(!CHROMIUM)('in a browser', () => {
  let browser: Browser
  let site: Bun.Server<undefined>
  let folder: string
  const complaints: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parlance-react-'))
    const built = await Bun.build({
      entrypoints: [join(ROOT, 'examples/react/index.html')],
      outdir: folder,
    })
    expect(built.success).toBe(true)
    site = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: ({ url }) => {
        const { pathname } = new URL(url)
        if (pathname === '/favicon.ico') return new Response()
        return new Response(Bun.file(join(folder, pathname === '/' ? 'index.html' : pathname)))
      },
    })
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await site?.stop(true)
    rmSync(folder, { recursive: true, force: true })
  })

  const origins = () => ({ PARLANCE_ORIGINS: `http://127.0.0.1:${site.port}` })

  async function open({ url }: { readonly url: string }, name: string) {
    const tab = await (await browser.newContext()).newPage()
    tab.on('pageerror', (error) => complaints.push(String(error)))
    tab.on('console', (line) => line.type() === 'error' && complaints.push(line.text()))
    await tab.goto(`http://127.0.0.1:${site.port}/?${new URLSearchParams({ chat: url, name })}`)
    await tab.locator('[role=status]:empty').waitFor({ state: 'attached' })
    return {
      page: tab,
      say: async (text: string) => {
        await tab.fill('input', text)
        await tab.press('input', 'Enter')
      },
      lines: () =>
        tab.locator('li').evaluateAll((all) => all.map((li) => li.textContent?.trim() ?? '')),
      sees: (text: string) => tab.locator('li', { hasText: text }).waitFor(),
    }
  }

  test('[RCT-9] a React app in sixty lines: two people talk, react, and see each other type', async () => {
    await using server = await parlance(origins())
    const [ana, ben] = [await open(server, 'Ana'), await open(server, 'Ben')]
    await ana.say('Hello, Ben')
    await ben.sees('Hello, Ben')
    await ben.page.fill('input', 'Hello, <b>An')
    await ana.page.getByText('Ben is typing').waitFor()
    await ben.say('Hello, <b>Ana</b>')
    await ana.sees('Hello, <b>Ana</b>')
    await ana.page.getByText('Ben is typing').waitFor({ state: 'detached' })
    await ben.page.getByRole('button', { name: '👍' }).first().click()
    await ana.page.getByRole('button', { name: '👍 1' }).waitFor()
    for (const { page, lines } of [ana, ben]) {
      await page.getByRole('button', { name: '👍 1' }).waitFor()
      expect(await lines()).toEqual(['Ana Hello, Ben 👍 1', 'Ben Hello, <b>Ana</b> 👍'])
      expect(
        await page.locator('li').evaluateAll((all) => all.map((li) => li.dataset['status'])),
      ).toEqual(['sent', 'sent'])
    }
    const shot = process.env['SCREENSHOTS']
    if (shot) await ana.page.screenshot({ path: join(shot, 'react.png') })
    expect(complaints).toEqual([])
    for (const { page } of [ana, ben]) await page.context().close()
  })

  test('[RCT-10] what was not answered when the page was closed is said when it is open again: once, in order', async () => {
    await using server = await ownProcess()
    await server.start()
    const ana = new Client(server.url, await token({ sub: 'ana', name: 'Ana' }), 'ana')
    const { id: room } = await ana.room()
    const context = await browser.newContext()
    const first = await outboxPage(context, ana)
    await first.evaluate((room) => say(room, 'zero'), room)
    await waitFor(async () => (await ana.history(room)).length === 1)
    await waitFor(async () => (await first.evaluate(() => kept())).length === 0)
    await server.kill()
    for (const text of ['one', 'two', 'three'])
      await first.evaluate(([room, text]) => say(room, text), [room, text] as const)
    await waitFor(async () => (await first.evaluate(() => kept())).join() === 'one,two,three')
    await first.close()

    await server.start()
    // Two tabs at once find it, and it is said once.
    const tabs = await Promise.all([outboxPage(context, ana), outboxPage(context, ana)])
    await waitFor(async () => (await ana.history(room)).length === 4)
    for (const tab of tabs)
      await waitFor(async () => (await tab.evaluate(() => kept())).length === 0)
    const texts = (await ana.history(room)).map(({ text }) => text)
    expect(texts).toEqual(['zero', 'one', 'two', 'three'])
    await context.close()
  })

  test('[RCT-11] where nothing can be kept the chat goes on, and says so once a connection', async () => {
    await using server = await parlance()
    const ana = await server.user('Ana')
    const { id: room } = await ana.room()
    const context = await browser.newContext()
    const page = await outboxPage(context, ana)
    await page.evaluate(() => forbid())
    for (const text of ['one', 'two', 'three'])
      await page.evaluate(([room, text]) => say(room, text), [room, text] as const)
    await waitFor(async () => (await ana.history(room)).length === 3)
    expect(await page.evaluate(() => errors)).toEqual(['storage'])
    await context.close()
  })

  /** A page of the server's own, with a script of ours. */
  async function outboxPage(context: BrowserContext, who: Client): Promise<Page> {
    const page = await context.newPage()
    await page.goto(`${who.url}/api/health`)
    const built = await Bun.build({
      entrypoints: [join(import.meta.dir, 'react/outbox-page.ts')],
      target: 'browser',
    })
    await page.addScriptTag({ content: (await built.outputs[0]?.text()) ?? '', type: 'module' })
    await page.waitForFunction(() => 'come' in globalThis)
    await page.evaluate(([token, name]) => come(token, name), [who.token, who.id] as const)
    return page
  }
})
