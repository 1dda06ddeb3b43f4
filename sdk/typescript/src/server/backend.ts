import { callsBy } from '../calls.ts'
import type { CallOptions } from '../protocol.ts'
import { callRest } from '../rest.ts'
import type { BackendCalls, BackendCommandName, BackendInput, BackendOutput } from './protocol.ts'
import { ROUTES } from './routes.ts'

export type BackendOptions = {
  /** The management port, e.g. `http://127.0.0.1:7999`. */
  readonly url: string
  /** An API key. It belongs on a server, never into a page. */
  readonly key: string
}

export interface Backend extends BackendCalls {
  /** Carries out a command by its name. Rejects with a ChatError. */
  call<N extends BackendCommandName>(
    name: N,
    input: BackendInput<N>,
    options?: CallOptions,
  ): Promise<BackendOutput<N>>
}

/** The app's backend at the management port: plain HTTP, nothing is kept open. */
export function createBackend({ url, key }: BackendOptions): Backend {
  const base = url.replace(/\/$/, '')
  const call = (name: string, input: object, options?: CallOptions) =>
    callRest(base, key, ROUTES[name as BackendCommandName], input, options?.signal)
  return {
    ...callsBy<BackendCalls>(NOUNS, call),
    batch: (input, options) => call('batch', input, options) as Promise<BackendOutput<'batch'>>,
    call: call as Backend['call'],
  }
}

const NOUNS = [...new Set(Object.keys(ROUTES).map((name) => name.split('.')[0] ?? ''))]
