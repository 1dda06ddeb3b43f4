import type { RefusalCode } from './protocol.ts'

/**
 * The reason for an error. The codes beside those of the server:
 * - `disconnected`: the connection ended before the answer; the command can have been carried out
 * - `aborted`: the signal of the call was aborted
 * - `overflow`: a loop over events is too slow
 * - `bad_server`: the server sent something invalid
 * - `no_token`: the app returned no token
 * - `storage`: the browser's storage failed
 * - `bad_url`: the URL of the server is invalid
 * - `no_socket`: this runtime has no WebSocket
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

/** Details that only some refusals have. */
export type Hints = {
  /** The invalid fields, each with the reason. */
  readonly fields?: Readonly<Record<string, string>> | undefined
  /** Seconds until the same request can be repeated. */
  readonly retryAfter?: number | undefined
  /** When the ban or mute ends; undefined without an end. */
  readonly until?: string | undefined
  /** The id of an internal error. The server's log contains it, too. */
  readonly id?: string | undefined
}

/** The only error that this SDK throws and rejects with. */
export class ChatError extends Error implements Hints {
  declare readonly code: ErrorCode
  declare readonly fields: Hints['fields']
  declare readonly retryAfter: Hints['retryAfter']
  declare readonly until: Hints['until']
  declare readonly id: Hints['id']

  constructor(
    code: ErrorCode,
    /** The message, or the original error. */
    cause: unknown = code,
    hints: Hints = {},
  ) {
    super(String((cause as Error | undefined)?.message ?? cause), { cause })
    Object.assign(this, hints, { name: 'ChatError', code })
  }
}
