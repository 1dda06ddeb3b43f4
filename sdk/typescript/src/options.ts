import type { Transport } from './transport.ts'

export type ChatOptions = {
  /** Address of the server, e.g. `https://chat.example.com`. */
  readonly url: string
  /**
   * Returns the user's token. The chat calls it before each connection, one call at a time. `reason` is
   * `rejected` when the server refused the last token, so a new one is needed. `signal` is aborted after 30 s,
   * and when the chat is closed.
   */
  readonly token: (request: TokenRequest) => string | Promise<string>
  /** The default is a WebSocket; `sse` works where WebSockets are blocked. */
  readonly transport?: Transport
  /** Keeps sent messages that were not answered until the next start of the app. */
  readonly outbox?: Outbox
}

export type TokenRequest = { readonly reason: 'connect' | 'rejected'; readonly signal: AbortSignal }

/** Storage for sent messages that were not answered: `outbox` of `@parlance/sdk/store`. */
export type Outbox = {
  /**
   * Resolves when the kept messages have been passed to `send`. `failed` reports an error of the storage; the
   * chat continues without the outbox.
   */
  readonly open: (
    send: (input: object) => Promise<unknown>,
    failed: (cause: unknown) => void,
  ) => Promise<void>
  /** Called for each sent message. `answer` settles with the server's answer. */
  readonly sent: (input: { readonly clientId: string }, answer: Promise<unknown>) => void
}
