import { expect } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { ensureWeb } from '../../web/build.ts'
import { openBrowser, PAGE_MS } from './browser.ts'
import { NO_QUOTAS } from './no-quotas.ts'
import { freePort } from './process.ts'
import { SERVER_PROGRAM } from './server-bundle.ts'
import { waitFor } from './wait.ts'

export const PHONE = { viewport: { width: 360, height: 740 } }

export type Tab = Awaited<ReturnType<WebLobby['tab']>>

/** The web app through its front page: a real server, a real browser, and no look inside. */
export class WebLobby {
  /** What the pages complained about: a blocked script or style, an error nobody caught. */
  readonly complaints: string[] = []
  readonly #browser: Browser
  readonly #port: number
  readonly #data: string
  #server: Bun.Subprocess | undefined

  constructor(browser: Browser, port: number, data: string) {
    this.#browser = browser
    this.#port = port
    this.#data = data
  }

  static async open(): Promise<WebLobby> {
    await ensureWeb()
    const data = mkdtempSync(join(tmpdir(), 'parlance-web-'))
    const at = new WebLobby(await openBrowser(), await freePort(), data)
    try {
      await at.serve()
      return at
    } catch (error) {
      await at[Symbol.asyncDispose]()
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close()
    await this.kill()
    rmSync(this.#data, { recursive: true, force: true })
  }

  get url(): string {
    return `http://localhost:${this.#port}`
  }

  async serve(): Promise<void> {
    const env = {
      PARLANCE_PORT: `${this.#port}`,
      PARLANCE_MANAGEMENT_PORT: 'off',
      PARLANCE_DATA: this.#data,
      PARLANCE_LOG_LEVEL: 'error',
      PARLANCE_COMMANDS_PER_SECOND: '1000',
      ...NO_QUOTAS,
    }
    this.#server = Bun.spawn([process.execPath, SERVER_PROGRAM], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    await expectSoon(async () => (await fetch(`${this.url}/api/health`)).ok)
  }

  async kill(): Promise<void> {
    this.#server?.kill('SIGKILL')
    await this.#server?.exited
  }

  /** One person's tab: a window of its own, or one more in the window of another. */
  async tab(name?: string, beside?: Page, options: BrowserContextOptions = {}) {
    const context =
      beside?.context() ?? (await this.#browser.newContext({ serviceWorkers: 'allow', ...options }))
    const page = await context.newPage()
    page.setDefaultTimeout(PAGE_MS)
    page.on('pageerror', (error) => this.complaints.push(String(error)))
    page.on('console', (message) => {
      // What a server that is gone, or says no, leaves there is the browser's own.
      const isNetwork = /^Failed to load resource|^WebSocket connection/.test(message.text())
      if (message.type() === 'error' && !isNetwork) this.complaints.push(message.text())
    })
    await page.goto(this.url)
    const lobby = () => this.lobby()
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
      /** A message that the server refuses, as a tab with an older app sends it: the box sends none that is too long. */
      async sayRefused() {
        const { room } = await lobby()
        await page.evaluate((room) => {
          const { user } = JSON.parse(sessionStorage.getItem('parlance.session') ?? '{}')
          const clientId = crypto.randomUUID()
          const input = { room, clientId, text: 'x'.repeat(16 * 1024 + 1) }
          const kept = { clientId, input, createdAt: new Date().toISOString(), order: 1 }
          new BroadcastChannel(`parlance outbox ${user}`).postMessage({ kept })
        }, room)
        await page.locator('.message[data-state=refused]').last().waitFor()
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
  async guest(name: string) {
    const { token } = await this.ask('POST', 'guests', undefined, { name })
    return (method: string, path: string, body?: object) => this.ask(method, path, token, body)
  }

  lobby() {
    return this.ask('GET', 'lobby')
  }

  async ask(method: string, path: string, token?: string, body?: object) {
    const response = await fetch(`${this.url}/api/v1/${path}`, {
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
}

export const expectSoon = (holds: () => Promise<boolean>) =>
  waitFor(() => holds().catch(() => false))
