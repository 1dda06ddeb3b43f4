import type { Input, Message } from '../protocol.ts'
import type { Observable } from './observable.ts'

/** A message that the server has not acknowledged, or has refused. */
export type Outgoing = {
  readonly clientId: string
  readonly input: Input<'messages.send'>
  readonly createdAt: string
} /** `waiting`: for the connection, for the message before it, or for a limit of the server. */ & (
  | { readonly state: 'waiting' | 'sending' }
  | {
      readonly state: 'failed'
      readonly error: { readonly code: string; readonly message: string }
    }
)

/** The part of an outbox that a window shows. */
export type Outbox = Observable<{ readonly entries: readonly Outgoing[] }> & {
  readonly send: (input: Omit<Input<'messages.send'>, 'clientId'>) => Outgoing
  /** Calls `onSent` with each message that the server has acknowledged, in every tab. */
  readonly onSent: (onSent: (message: Message) => void) => () => void
}
