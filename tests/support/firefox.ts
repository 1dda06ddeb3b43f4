import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { BROWSER_TEST_MS } from './browser.ts'
import { waitFor } from './wait.ts'

/**
 * Firefox over WebDriver BiDi, as far as the walks need it. Playwright cannot drive Firefox ESR: it sends a command that Firefox
 * does not have when it opens a context.
 */
export const FIREFOX =
  process.env['FIREFOX'] ?? ['firefox-esr', 'firefox'].map((name) => Bun.which(name)).find(Boolean)

const KEYS = { Enter: '\uE007', Escape: '\uE00C', ArrowUp: '\uE013', Control: '\uE009' } as const
/** A machine without a screen has no mouse: pages would hide what needs one. 6: it is exact, and it hovers. */
const WITH_MOUSE = ['primary', 'all']
  .map((which) => `user_pref('ui.${which}PointerCapabilities', 6);`)
  .join('\n')
const VIEWPORT = { width: 1280, height: 800 }
const answerSchema = z.object({
  id: z.number().nullish(),
  type: z.string(),
  message: z.string().optional(),
  result: z.record(z.string(), z.unknown()).optional(),
})
const resultSchema = z.object({
  type: z.literal('success'),
  result: z.object({ value: z.string() }),
})

type Send = (method: string, params: object) => Promise<Record<string, unknown>>
export type FirefoxPage = ReturnType<typeof pageIn>

export async function openFirefox() {
  const profile = mkdtempSync(join(tmpdir(), 'parlance-firefox-'))
  writeFileSync(join(profile, 'user.js'), WITH_MOUSE)
  const child = Bun.spawn(
    [FIREFOX ?? '', '--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile],
    { stdin: 'ignore', stdout: 'ignore', stderr: 'pipe', env: process.env },
  )
  let log = ''
  const reading = (async () => {
    for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) log += chunk
  })()
  const end = async () => {
    child.kill('SIGKILL')
    await child.exited
    await reading
    rmSync(profile, { recursive: true, force: true })
  }
  try {
    const [, url] = await waitFor(() => /BiDi listening on (ws:\S+)/.exec(log), 60)
    const { send, close } = await connect(`${url}/session`)
    await send('session.new', { capabilities: {} })
    return {
      /** A page in a profile of its own. `session`: who is signed in. */
      async page(address: string, session?: object): Promise<FirefoxPage> {
        const { userContext } = await send('browser.createUserContext', {})
        if (session !== undefined)
          await send('script.addPreloadScript', {
            functionDeclaration: `() => sessionStorage.setItem('parlance.session', ${JSON.stringify(JSON.stringify(session))})`,
            userContexts: [userContext],
          })
        const { context } = await send('browsingContext.create', { type: 'tab', userContext })
        await send('browsingContext.setViewport', { context, viewport: VIEWPORT })
        const page = pageIn(String(context), send)
        await page.goto(address)
        return page
      },
      async [Symbol.asyncDispose]() {
        close()
        await end()
      },
    }
  } catch (error) {
    await end()
    throw error
  }
}

async function connect(url: string): Promise<{ readonly send: Send; readonly close: () => void }> {
  const socket = new WebSocket(url)
  const waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>()
  socket.onmessage = ({ data }) => {
    const { id, type, message, result } = answerSchema.parse(JSON.parse(String(data)))
    const answer = waiting.get(id ?? -1)
    if (answer === undefined) return
    waiting.delete(id ?? -1)
    if (type === 'success') answer.resolve(result ?? {})
    else answer.reject(new Error(message))
  }
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = () => reject(new Error('Firefox does not answer'))
  })
  let last = 0
  return {
    send(method, params) {
      const answer = Promise.withResolvers<Record<string, unknown>>()
      waiting.set(++last, answer)
      socket.send(JSON.stringify({ id: last, method, params }))
      return answer.promise
    },
    close: () => socket.close(),
  }
}

function pageIn(context: string, send: Send) {
  /** Runs a function of the page. It gets and gives what JSON can say. */
  async function evaluate<A extends readonly unknown[], T>(
    work: (...args: A) => T,
    ...args: A
  ): Promise<Awaited<T>> {
    const answer = await send('script.callFunction', {
      functionDeclaration: `async (args) => JSON.stringify([await (${work})(...JSON.parse(args))])`,
      arguments: [{ type: 'string', value: JSON.stringify(args) }],
      target: { context },
      awaitPromise: true,
    })
    const [value] = JSON.parse(resultSchema.parse(answer).result.value)
    return value
  }
  /** Where the middle of the first visible element is, whose text or label contains the text. */
  const find = (selector: string, text = '') => evaluate(placeOf, selector, text).catch(() => null)
  const see = (selector: string, text?: string) =>
    waitFor(() => find(selector, text), BROWSER_TEST_MS / 4000)
  const perform = (id: string, type: string, actions: object[]) =>
    send('input.performActions', { context, actions: [{ type, id, actions }] })
  return {
    evaluate,
    find,
    see,
    goto: (url: string) => send('browsingContext.navigate', { context, url, wait: 'complete' }),
    reload: () => send('browsingContext.reload', { context, wait: 'complete' }),
    async hover(selector: string, text?: string): Promise<void> {
      const { x, y } = await see(selector, text)
      await perform('mouse', 'pointer', [{ type: 'pointerMove', x, y }])
    },
    async click(selector: string, text?: string): Promise<void> {
      const { x, y } = await see(selector, text)
      const press = ['pointerDown', 'pointerUp'].map((type) => ({ type, button: 0 }))
      await perform('mouse', 'pointer', [{ type: 'pointerMove', x, y }, ...press])
    },
    async press(...keys: (keyof typeof KEYS | (string & {}))[]): Promise<void> {
      const values = keys.map((key) => Reflect.get(KEYS, key) ?? key)
      await perform('keys', 'key', [
        ...values.map((value) => ({ type: 'keyDown', value })),
        ...values.toReversed().map((value) => ({ type: 'keyUp', value })),
      ])
    },
    type: (text: string) =>
      perform(
        'keys',
        'key',
        [...text].flatMap((value) => ['keyDown', 'keyUp'].map((type) => ({ type, value }))),
      ),
  }
}

function placeOf(selector: string, text: string): { x: number; y: number } | null {
  for (const element of document.querySelectorAll(selector)) {
    const said = `${element.textContent} ${element.getAttribute('aria-label') ?? ''}`
    if (!said.includes(text) || !element.checkVisibility()) continue
    const { left, top, width, height, bottom } = element.getBoundingClientRect()
    if (bottom <= 0 || top >= innerHeight) element.scrollIntoView({ block: 'center' })
    return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) }
  }
  return null
}
