import type { COMMANDS, CommandName, Input, Output } from '../../protocol/commands.ts'
import type { Caller, Credentials, Indexing, Policy, Presence, Store, Typing } from './ports.ts'

/** Everything that a use-case can see of the world. */
export type World = {
  readonly store: Store
  readonly presence: Presence
  readonly typing: Typing
  readonly indexing: Indexing
  readonly credentials: Credentials
  readonly policy: Policy
}

/** Where the same call may find what it made before: `made` says which it was. */
export type Outcome<T> = { readonly made: boolean; readonly value: T }

type Asks<N extends CommandName> = (typeof COMMANDS)[N]['asker'] extends 'user' ? Caller : undefined
export type Answer<N extends CommandName> = (typeof COMMANDS)[N]['status'] extends readonly number[]
  ? Outcome<Output<N>>
  : Output<N>

export type UseCase<N extends CommandName> = (
  asked: World & { readonly caller: Asks<N>; readonly input: Input<N> },
) => Promise<Answer<N>>
