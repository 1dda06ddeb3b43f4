import type { CommandName } from './protocol.ts'

/** Where a connection resumes: a cursor, and the last received seq of each log. */
export type ResumePoint = {
  readonly cursor: string | undefined
  readonly received: ReadonlyMap<string, number>
}

export type Command = { readonly id: number; readonly name: CommandName; readonly input: unknown }

export type TransportOptions = {
  readonly url: string
  readonly token: string
  readonly since: ResumePoint
  /**
   * Receives a frame of the server: a function that parses it, and the resume token of the frame, if the
   * transport has one. Otherwise the cursor in the frame is used.
   */
  readonly receive: (read: () => unknown, resumeToken?: string) => void
  /** Called when the connection has ended: the server's close code and reason. Only the first call counts. */
  readonly closed: (code: number, reason: string) => void
}

/** An open connection. */
export type TransportConnection = {
  readonly send: (command: Command) => void
  /** Asks the server for a frame that is not an answer to a command. */
  readonly ping: () => void
  readonly close: () => void
}

/** Opens a connection to the server: a WebSocket, or `sse` where WebSockets are blocked. */
export type Transport = (options: TransportOptions) => TransportConnection
