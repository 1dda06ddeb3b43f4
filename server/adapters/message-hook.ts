import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { LIMITS } from '../../protocol/limits.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { Text } from '../../protocol/text.ts'
import type { HookRequest, HookVerdict, MessageHook } from '../domain/ports.ts'
import { fetchWithin } from './bounded-fetch.ts'

/** The longest that a call may take, with the time in the queue, and the most bytes of its answer. */
const ANSWER_MS = 2000
const ANSWER_BYTES = 64 * 1024
/** Calls at once, and calls that wait. */
const RUNNING = 50
const WAITING = 500
/** Failures are logged at most this often, in ms. */
const LOG_MS = 10_000

const Reason = z.string().min(1).max(LIMITS.hookReasonLength).optional()
/** Any other answer is a failure, such as one with the id of a message: the answer is about this call only. */
const Answer = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('allow') }),
  z.strictObject({ action: z.literal('refuse'), reason: Reason }),
  z.strictObject({ action: z.literal('flag'), reason: Reason }),
  z.strictObject({ action: z.literal('change'), text: Text }),
])

export type HookResult = HookVerdict['action'] | 'failed'

type Options = {
  readonly url: string
  /** The key of the signature. */
  readonly key: Uint8Array
  readonly failure: 'allow' | 'refuse'
  /** The time in ms of the epoch. */
  readonly now: () => number
  /** Records a call for the tracing, and the headers that carry its trace. */
  readonly traced: <T>(call: () => Promise<T>) => Promise<T>
  readonly traceHeaders: () => Record<string, string>
  readonly onResult: (result: HookResult) => void
  /** `reason`: for the operator's log. */
  readonly onFailure: (reason: string) => void
}

/** No hook is set. */
export const NO_HOOK: MessageHook & { readonly waiting: number } = {
  isOn: false,
  waiting: 0,
  ask: async () => ({ action: 'allow' }),
}

/** Calls the app's hook, signed as Standard Webhooks says. */
export class HttpHook implements MessageHook {
  readonly isOn = true
  readonly #options: Options
  readonly #queue: (() => void)[] = []
  #running = 0
  #loggedAt = Number.NEGATIVE_INFINITY

  constructor(options: Options) {
    this.#options = options
  }

  get waiting(): number {
    return this.#queue.length
  }

  async ask(request: HookRequest): Promise<HookVerdict> {
    const { traced } = this.#options
    try {
      const verdict = await traced(() => this.#call(JSON.stringify(request)))
      this.#options.onResult(verdict.action)
      return verdict
    } catch (error) {
      return this.#failed(error)
    }
  }

  async #call(body: string): Promise<HookVerdict> {
    const { url, key, now, traceHeaders } = this.#options
    const signal = AbortSignal.timeout(ANSWER_MS)
    await this.#turn(signal)
    try {
      const signature = signed(body, key, now())
      const headers = { 'content-type': 'application/json', ...signature, ...traceHeaders() }
      const init = { method: 'POST', headers, body }
      const answer = await fetchWithin(url, init, { signal, bytes: ANSWER_BYTES })
      if (answer.status !== 200) throw new Error(`it answered with the status ${answer.status}`)
      return Answer.parse(await answer.json())
    } finally {
      this.#running--
      this.#queue.shift()?.()
    }
  }

  /** Waits until fewer calls are running. */
  async #turn(signal: AbortSignal): Promise<void> {
    if (this.#running >= RUNNING) {
      if (this.#queue.length >= WAITING) throw new Error('too many calls wait for it')
      await new Promise<void>((resolve, reject) => {
        const start = () => {
          signal.removeEventListener('abort', stop)
          resolve()
        }
        const stop = () => {
          this.#queue.splice(this.#queue.indexOf(start), 1)
          reject(new Error('earlier calls did not end in time'))
        }
        this.#queue.push(start)
        signal.addEventListener('abort', stop, { once: true })
      })
    }
    this.#running++
  }

  #failed(error: unknown): HookVerdict {
    const { failure, onResult, onFailure } = this.#options
    onResult('failed')
    if (performance.now() - this.#loggedAt > LOG_MS) {
      this.#loggedAt = performance.now()
      onFailure(reasonOf(error))
    }
    if (failure === 'refuse') throw new Refusal('check_failed')
    return { action: 'allow' }
  }
}

/** The headers of Standard Webhooks: https://www.standardwebhooks.com */
function signed(body: string, key: Uint8Array, now: number): Record<string, string> {
  const id = `hook_${crypto.randomUUID()}`
  const timestamp = `${Math.floor(now / 1000)}`
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}

/** What went wrong, without what the hook answered: that can be anything. */
function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError || error instanceof SyntaxError)
    return 'its answer is not as docs/hook.md says'
  return error instanceof Error ? error.message : 'the call failed'
}
