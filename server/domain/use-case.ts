import type { COMMANDS, CommandName, Input, Output } from '../../protocol/commands.ts'
import type {
  Caller,
  Credentials,
  IdentityProviders,
  Indexing,
  MessageHook,
  PageOf,
  Passwords,
  Policy,
  Presence,
  RoomRate,
  SessionTokens,
  Store,
  TotpCodes,
  Turns,
  Typing,
  Visitor,
  Webauthn,
  WordFilter,
} from './ports.ts'

/** The ports through which a use-case reads and changes everything outside of it. */
export type Ports = {
  readonly store: Store
  readonly presence: Presence
  readonly typing: Typing
  readonly indexing: Indexing
  readonly turns: Turns
  readonly credentials: Credentials
  readonly passwords: Passwords
  readonly totpCodes: TotpCodes
  readonly webauthn: Webauthn
  readonly sessionTokens: SessionTokens
  readonly identityProviders: IdentityProviders
  readonly policy: Policy
  readonly roomRate: RoomRate
  readonly wordFilter: WordFilter
  readonly hook: MessageHook
}

/** The answer of a command that can be repeated. `made`: whether this call created the value, or found it. */
export type Outcome<T> = { readonly made: boolean; readonly value: T }

/** The key of `PageOf.afterItem` beside an answer, for transports that send a cursor with each item. */
export const AFTER_ITEM = Symbol('after an item')

/** The key of the work of an answer beyond the command's price, in commands. Transports charge it to the caller. */
export const WORK = Symbol('work')

/** The fields of an answer that lead to the next page. */
export const pagesOf = ({ next, afterItem }: Omit<PageOf<unknown>, 'items'>) => ({
  ...(next && { next }),
  [AFTER_ITEM]: afterItem,
})

/** A command of everyone has a visitor in place of a caller. Quick rooms send commands of users without one. */
type By<N extends CommandName> = (typeof COMMANDS)[N]['asker'] extends 'user'
  ? { readonly caller: Caller; readonly visitor?: Visitor | undefined }
  : { readonly visitor: Visitor }
export type Answer<N extends CommandName> = (typeof COMMANDS)[N]['status'] extends readonly number[]
  ? Outcome<Output<N>>
  : Output<N>

export type UseCase<N extends CommandName> = (
  request: Ports & By<N> & { readonly input: Input<N> },
) => Promise<Answer<N>>
