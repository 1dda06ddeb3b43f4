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

/** The one error that this SDK throws and rejects with. `fields`: what does not fit, by field. */
export class ChatError extends Error {
  readonly code: ErrorCode
  readonly fields: Readonly<Record<string, string>> | undefined

  constructor(
    code: ErrorCode,
    /** A text, or what was thrown. */
    cause: unknown = code,
    fields?: Readonly<Record<string, string>>,
  ) {
    super(String((cause as Error | undefined)?.message ?? cause), { cause })
    this.name = 'ChatError'
    this.code = code
    this.fields = fields
  }
}
