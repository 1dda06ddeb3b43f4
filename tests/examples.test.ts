import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { createChat, type RoomId } from '@parlance/sdk'
import { createBackend } from '@parlance/sdk/server'
import type { Browser } from 'playwright-core'
import { chatFor } from '../examples/backend-hono/app.ts'
import { ensureWeb } from '../web/build.ts'
import { BROWSER_TEST_MS, CHROMIUM, needsChromium, openBrowser } from './support/browser.ts'
import { API_KEY, parlance, SECRET } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

const EXAMPLES = join(import.meta.dir, '../examples')

setDefaultTimeout(BROWSER_TEST_MS)
test('there is a Chromium to try the examples with', needsChromium)

describe.skipIf(!CHROMIUM)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    await ensureWeb()
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test('[EXA-1] a page of another site has chat in twenty lines', async () => {
    const site = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: () => new Response(Bun.file(join(EXAMPLES, 'page/index.html'))),
    })
    await using server = await parlance({ PARLANCE_ORIGINS: `http://127.0.0.1:${site.port}` })
    const open = async (name: string) => {
      const page = await browser.newPage()
      await page.goto(
        `http://127.0.0.1:${site.port}/?${new URLSearchParams({ chat: server.url, name })}`,
      )
      return page
    }
    const [ana, ben] = [await open('Ana'), await open('Ben')]
    // A page is loaded before its script has come in: who is not in the room yet hears nothing.
    const cleo = await server.guest('Cleo')
    const members = `/rooms/${server.lobby}/members`
    await cleo.ask('PUT', `${members}/me`)
    await waitFor(async () => (await cleo.ask('GET', members)).members.length === 3)
    const lines = (page: typeof ana) => page.locator('#log li').allTextContents()
    const say = async (page: typeof ana, text: string) => {
      await page.fill('input', text)
      await page.press('input', 'Enter')
      await waitFor(
        async () =>
          (await lines(ana)).some((l) => l.endsWith(text)) &&
          (await lines(ben)).some((l) => l.endsWith(text)),
      )
    }
    await say(ana, 'Hello, Ben')
    await say(ben, 'Hello, <b>Ana</b>')
    for (const page of [ana, ben])
      expect(await lines(page)).toEqual(['Ana: Hello, Ben', 'Ben: Hello, <b>Ana</b>'])
    await site.stop(true)
    for (const page of [ana, ben]) await page.close()
  })
})

test('[EXA-2] an app that is there already gives its users tokens and rooms', async () => {
  await using server = await parlance()
  const backend = createBackend({ url: server.management, key: API_KEY })
  const app = chatFor({
    backend,
    secret: SECRET,
    userOf: (request) => {
      const name = request.headers.get('x-signed-in')
      return name === null ? undefined : { id: `shop-${name}`, name }
    },
  })
  const ask = async (path: string, name?: string) => {
    const headers: Record<string, string> = name === undefined ? {} : { 'x-signed-in': name }
    const answer = await app.request(path, { method: 'POST', headers })
    return { status: answer.status, ...((await answer.json()) as { token: string; room: RoomId }) }
  }
  expect((await ask('/chat/token')).status).toBe(401)
  const received: string[] = []
  const rooms = await Promise.all(
    ['Ana', 'Ben'].map(async (name) => {
      const { room } = await ask('/orders/7/chat', name)
      const chat = createChat({
        url: server.url,
        token: async () => (await ask('/chat/token', name)).token,
      })
      const mine = chat.room(room)
      mine.on('message.created', ({ message }) =>
        received.push(`${name} hears ${message.sender.name}: ${message.text}`),
      )
      await waitFor(() => chat.status.state === 'live')
      return { chat, mine }
    }),
  )
  expect(new Set(rooms.map(({ mine }) => mine.id)).size).toBe(1)
  await rooms[0]?.mine.send('Where is my order?')
  await waitFor(() => received.length === 2)
  expect(received.sort()).toEqual([
    'Ana hears Ana: Where is my order?',
    'Ben hears Ana: Where is my order?',
  ])
  for (const { chat } of rooms) chat.close()
})
