import type { RefusalCode } from './protocol.ts'

/**
 * Why something did not happen. Beside the server's refusals: `disconnected`, the connection ended and it
 * may have happened; `aborted`, by its signal; `overflow`, events came faster than they were taken;
 * `bad_server`, what the server said cannot be; `no_token`, the app gave none; `storage`, the browser's;
 * `bad_url`, the address is none; `no_socket`, there is no way to connect from here.
 */
export type ErrorCode =
  | RefusalCode
  | 'disconnected'
  | 'aborted'
  | 'overflow'
  | 'bad_server'
  | 'no_token'
  | 'storage'
  | 'bad_url'
  | 'no_socket'

/** What only some refusals say. */
export type Hints = {
  /** What does not fit, by field. */
  readonly fields?: Readonly<Record<string, string>> | undefined
  /** Seconds after which the same may be tried again. */
  readonly retryAfter?: number | undefined
  /** Of an internal error: its line in the server's log has the same id. */
  readonly id?: string | undefined
}

/** The one error that this SDK throws and rejects with. */
export class ChatError extends Error implements Hints {
  declare readonly code: ErrorCode
  declare readonly fields: Hints['fields']
  declare readonly retryAfter: Hints['retryAfter']
  declare readonly id: Hints['id']

  constructor(
    code: ErrorCode,
    /** A text, or what was thrown. */
    cause: unknown = code,
    hints: Hints = {},
  ) {
    super(String((cause as Error | undefined)?.message ?? cause), { cause })
    Object.assign(this, hints, { name: 'ChatError', code })
  }
}
