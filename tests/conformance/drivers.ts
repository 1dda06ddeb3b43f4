import { join } from 'node:path'
import { openBrowser } from '../support/browser.ts'
import { waitFor } from '../support/wait.ts'
import type { Ask, Problem, Say, State } from './lines.ts'

const GO = join(import.meta.dir, '../../sdk/go')

/** One SDK on one runtime. */
export type Kind = 'bun' | 'bun-sse' | 'node-sse' | 'chromium' | 'go'
type Asked = Ask extends infer A ? (A extends Ask ? Omit<A, 'id'> : never) : never

/** What was told to one chat of a driver, in its order. */
export type Notes = {
  readonly told: Told[]
  readonly states: { readonly state: State; readonly error?: Problem }[]
  readonly resets: string[]
  readonly faults: string[]
  readonly asked: string[]
  /** Everything but states, as one list: what stands before what. */
  readonly all: (Told | 'reset')[]
}
// What a driver says was decoded and encoded again by the SDK under test: it is looked at as it came.
export type Told = {
  readonly type: string
  readonly log: string
  readonly seq?: number
  [field: string]: unknown
}

/** A driver that runs. */
export class Driver {
  readonly kind: Kind
  readonly #send: (ask: Ask) => void
  readonly #end: () => Promise<unknown>
  readonly #answers = new Map<number, (line: Say) => void>()
  readonly #notes = new Map<string, Notes>()
  readonly #onTold: ((chat: string, told: Told | 'reset') => void)[] = []
  #next = 1

  private constructor(kind: Kind, send: (ask: Ask) => void, end: () => Promise<unknown>) {
    this.kind = kind
    this.#send = send
    this.#end = end
  }

  static async start(kind: Kind, pageUrl: string): Promise<Driver> {
    if (kind === 'chromium') return Driver.#inBrowser(pageUrl)
    const child = Bun.spawn(await commandOf(kind), {
      stdin: 'pipe',
      stdout: 'pipe',
      stderr: 'inherit',
      ...(kind === 'go' && { cwd: GO }),
    })
    const driver: Driver = new Driver(
      kind,
      (ask) => {
        child.stdin.write(`${JSON.stringify(ask)}\n`)
        child.stdin.flush()
      },
      async () => {
        child.stdin.end()
        await Promise.race([child.exited, Bun.sleep(2000)])
        child.kill()
      },
    )
    void driver.#read(child.stdout)
    return driver
  }

  static async #inBrowser(pageUrl: string): Promise<Driver> {
    const browser = await openBrowser()
    const page = await browser.newPage()
    await page.goto(`${pageUrl}/api/health`)
    const driver: Driver = new Driver(
      'chromium',
      (ask) => void page.evaluate((ask) => globalThis.drive(ask), ask),
      () => browser.close(),
    )
    await page.exposeFunction('received', (line: Say) => driver.#received(line))
    await page.addScriptTag({ content: await bundle('page.ts', 'browser'), type: 'module' })
    await page.waitForFunction(() => 'drive' in globalThis)
    return driver
  }

  async #read(out: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of out) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) this.#received(JSON.parse(line))
    }
    for (const [id, answer] of this.#answers)
      answer({ id, error: { code: 'the driver has ended' } })
  }

  #received(line: Say): void {
    if ('id' in line) {
      this.#answers.get(line.id)?.(line)
      this.#answers.delete(line.id)
      return
    }
    const notes = this.notes(line.chat)
    if ('event' in line) this.#note(line.chat, line.event as Told)
    else if ('reset' in line) {
      notes.resets.push(line.reset)
      this.#note(line.chat, 'reset')
    } else if ('fault' in line) notes.faults.push(line.fault.code)
    else if ('asked' in line) notes.asked.push(line.asked)
    else notes.states.push(line.status)
  }

  #note(chat: string, told: Told | 'reset'): void {
    const notes = this.notes(chat)
    notes.all.push(told)
    if (told !== 'reset') notes.told.push(told)
    for (const tell of this.#onTold) tell(chat, told)
  }

  notes(chat: string): Notes {
    const known = this.#notes.get(chat)
    if (known !== undefined) return known
    const notes = { told: [], states: [], resets: [], faults: [], asked: [], all: [] }
    this.#notes.set(chat, notes)
    return notes
  }

  /** Calls back with whatever is told, as it comes. */
  onTold(tell: (chat: string, told: Told | 'reset') => void): void {
    this.#onTold.push(tell)
  }

  /** The answer, whatever it is. */
  try(ask: Asked): Promise<{ readonly result?: unknown; readonly error?: Problem }> {
    const id = this.#next++
    return new Promise((resolve) => {
      this.#answers.set(id, (line) => resolve('id' in line ? line : {}))
      this.#send({ id, ...ask } as Ask)
    })
  }

  /** An answer that must not be an error. */
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire, as in the other tests' clients.
  async ask(ask: Asked): Promise<any> {
    const { result, error } = await this.try(ask)
    if (error !== undefined)
      throw new Error(`${this.kind} ${JSON.stringify(ask)}: ${error.code} ${error.message}`)
    return result
  }

  /** A chat that is live. */
  async live(chat: string, url: string, ...tokens: string[]): Promise<Notes> {
    await this.ask({ do: 'open', chat, url, tokens })
    const notes = this.notes(chat)
    await waitFor(() => notes.states.at(-1)?.state === 'live')
    return notes
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end()
  }
}

async function commandOf(kind: Kind): Promise<string[]> {
  const entry = join(import.meta.dir, 'process.ts')
  if (kind === 'bun') return [process.execPath, entry]
  if (kind === 'bun-sse') return [process.execPath, entry, 'sse']
  // Node.js 20 has no WebSocket of its own; that is what the other transport is for.
  if (kind === 'node-sse')
    return [
      'node',
      '--input-type=module',
      '--eval',
      await bundle('process.ts', 'node'),
      '--',
      'sse',
    ]
  return ['go', 'run', './internal/driver']
}

async function bundle(entry: string, target: 'node' | 'browser'): Promise<string> {
  const built = await Bun.build({
    entrypoints: [join(import.meta.dir, entry)],
    target,
    format: 'esm',
  })
  return (await built.outputs[0]?.text()) ?? ''
}
