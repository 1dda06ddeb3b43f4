import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Browser } from 'playwright-core'
import { BROWSER_TEST_MS, CHROMIUM, needsChromium, openBrowser } from './support/browser.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'
import { complaintsOf, overflow, violations } from './support/web-page.ts'

setDefaultTimeout(BROWSER_TEST_MS)
needsChromium()

let server: Parlance
beforeAll(async () => {
  server = await parlance()
})
afterAll(() => server[Symbol.asyncDispose]())

const basic = (key: string) => ({ authorization: `Basic ${btoa(`ana:${key}`)}` })
const admin = (headers: Record<string, string> = {}) =>
  fetch(`${server.management}/admin`, { headers })

test('[MET-4] /admin is on the management port alone, needs a key, and shows a part only to a key with its scope', async () => {
  const app = server.backend()
  const { key } = await app.ask('POST', '/keys', { name: 'jobs', scopes: ['jobs'] })
  for (const headers of [{}, basic('wrong'), { authorization: 'Basic !' }, basic('ü')]) {
    const refused = await admin(headers)
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="Parlance, API key", charset="UTF-8"',
    ])
    expect(await refused.text()).not.toContain('Connections')
  }
  const ofJobs = await (await admin(basic(key))).text()
  expect(ofJobs).toContain('events.sweep, waiting')
  for (const scope of ['rooms:read', 'moderation:read'])
    expect(ofJobs).toContain(`This key does not have the scope ${scope}`)
  // A browser sends Basic to every address of the port: only the page accepts it.
  const api = await fetch(`${server.management}/api/v1/jobs`, { headers: basic(key) })
  expect(api.status).toBe(401)
  const asApp = await fetch(`${server.management}/api/v1/jobs`, {
    headers: { authorization: `Bearer ${key}` },
  })
  expect(asApp.status).toBe(200)
  expect((await fetch(`${server.url}/admin`, { headers: basic(key) })).status).toBe(404)
  const foreign = await admin({ ...basic(key), host: 'evil.example' })
  expect([foreign.status, (await foreign.json()).code]).toEqual([400, 'invalid_host'])
})

describe.skipIf(!CHROMIUM)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test('[MET-4] an operator reads health, connections, jobs, rooms and reports at a glance', async () => {
    const app = server.backend()
    const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
    const room = await ana.room('public', ben)
    const name = '<img src=x onerror=alert(1)>'
    await ana.ask('PATCH', `/rooms/${room.id}`, { name })
    const { id: message } = await ben.send(room.id, 'the secret of Ben')
    await ana.ask('POST', '/reports', { message, reason: 'spam' })
    const [report] = (await app.ask('GET', '/reports')).reports
    const socket = await ana.socket()
    const { key } = await app.ask('POST', '/keys', {
      name: 'page',
      scopes: ['jobs', 'rooms:read', 'moderation:read', 'statistics'],
    })
    for (const width of [320, 1280]) {
      const context = await browser.newContext({
        httpCredentials: { username: 'operator', password: key },
        viewport: { width, height: 800 },
      })
      const page = await context.newPage()
      const complaints = complaintsOf(page)
      await page.goto(`${server.management}/admin`)
      const part = (title: string) => page.getByRole('region', { name: title, exact: true })
      await part('Health').getByRole('cell', { name: 'ready', exact: true }).waitFor()
      const sockets = part('Connections').getByRole('row', { name: 'socket' })
      expect(await sockets.innerText()).toMatch(/1$/)
      await part('Jobs').getByText('events.sweep, waiting').waitFor()
      await part('Rooms').getByText(name).waitFor()
      await part('Reports').getByText(report.id).waitFor()
      expect(await page.content()).not.toContain('the secret of Ben')
      expect(await violations(page)).toEqual([])
      expect(await overflow(page)).toBe(0)
      expect(complaints).toEqual([])
      await context.close()
    }
    socket.close()
    await waitFor(async () => {
      const text = await (await admin(basic(key))).text()
      return /socket<td class="n">0/.test(text)
    })
  })
})
