import type { COMMANDS, CommandName, Input, Output } from '../../protocol/commands.ts'
import type {
  Caller,
  Credentials,
  Indexing,
  PageOf,
  Policy,
  Presence,
  Store,
  Typing,
} from './ports.ts'

/** Everything that a use-case can see of the world. */
export type Ports = {
  readonly store: Store
  readonly presence: Presence
  readonly typing: Typing
  readonly indexing: Indexing
  readonly credentials: Credentials
  readonly policy: Policy
}

/** Where the same call may find what it made before: `made` says which it was. */
export type Outcome<T> = { readonly made: boolean; readonly value: T }

/** Where a page goes on after one of its items: no part of the answer, for transports that say it of each. */
export const AFTER_ITEM = Symbol('after an item')

/** What a command took beyond its own price, in commands. Not part of the answer: transports charge it. */
export const WORK = Symbol('work')

/** What an answer says of the pages after it. */
export const pagesOf = ({ next, afterItem }: Omit<PageOf<unknown>, 'items'>) => ({
  ...(next && { next }),
  [AFTER_ITEM]: afterItem,
})

type Asks<N extends CommandName> = (typeof COMMANDS)[N]['asker'] extends 'user' ? Caller : undefined
export type Answer<N extends CommandName> = (typeof COMMANDS)[N]['status'] extends readonly number[]
  ? Outcome<Output<N>>
  : Output<N>

export type UseCase<N extends CommandName> = (
  asked: Ports & { readonly caller: Asks<N>; readonly input: Input<N> },
) => Promise<Answer<N>>
