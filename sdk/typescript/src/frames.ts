import type { ErrorCode, Hints } from './error.ts'
import type { EphemeralEvent, Event, User } from './protocol.ts'

type Problem = Hints & { readonly code: ErrorCode; readonly message: string }

/** The server's answer to a command. */
export type Answer =
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: Problem }

/** A frame of the server. */
export type Frame =
  | {
      readonly type: 'ready'
      readonly user: User
      readonly cursor: string
      readonly received: Readonly<Record<string, number>>
    }
  | { readonly type: 'reset'; readonly reason: string }
  | { readonly type: 'pong' }
  | Answer
  /** The reason for the coming end of the connection. The close code contains it, too. */
  | { readonly type: 'error' }
  | Event
  | EphemeralEvent
