import type { CommandName } from './protocol.ts'

/** From where to go on: a cursor, and the last seq received of each log. */
export type ResumePoint = {
  readonly cursor: string | undefined
  readonly received: ReadonlyMap<string, number>
}

export type Command = { readonly id: number; readonly name: CommandName; readonly input: unknown }

/** What a connection is opened with, and whom it tells. */
export type TransportOptions = {
  readonly url: string
  readonly token: string
  readonly since: ResumePoint
  /** What the server said, to be parsed, and the place to come back to, where that is not its cursor. */
  readonly receive: (frame: () => unknown, place?: string) => void
  /** It has ended: a close code of the server's, and the word for it. Told once. */
  readonly closed: (code: number, why: string) => void
}

/** A connection. */
export type TransportConnection = {
  readonly send: (command: Command) => void
  /** Asks for a sign of life: any frame that is no answer to a command. */
  readonly ask: () => void
  readonly close: () => void
}

/** A way to the server: the socket, or `sse` where sockets do not get through. */
export type Transport = (opening: TransportOptions) => TransportConnection
