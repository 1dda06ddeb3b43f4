import { withCalls } from '../calls.ts'
import type { CallOptions } from '../protocol.ts'
import { callRest } from '../rest.ts'
import type { BackendCalls, BackendCommandName, BackendInput, BackendOutput } from './protocol.ts'

export type BackendOptions = {
  /** The management port, e.g. `http://127.0.0.1:7999`. */
  readonly url: string
  /** An API key. Keep it on your server; never send it to a browser. */
  readonly key: string
}

export interface Backend extends BackendCalls {
  /** Sends a command by its name. Rejects with a ChatError. */
  call<N extends BackendCommandName>(
    name: N,
    input: BackendInput<N>,
    options?: CallOptions,
  ): Promise<BackendOutput<N>>
}

/** A client for the app's backend: each call is one HTTP request to the management port. */
export function createBackend({ url, key }: BackendOptions): Backend {
  const base = url.replace(/\/$/, '')
  const call = (name: string, input: object, options?: CallOptions) =>
    callRest(base, key, name, input, options?.signal)
  const own: Pick<Backend, 'batch' | 'call'> = {
    batch: (input, options) => call('batch', input, options) as Promise<BackendOutput<'batch'>>,
    call: call as Backend['call'],
  }
  return withCalls<typeof own, BackendCalls>(own, call)
}
