import type { Scope, User } from '../../protocol/entities.ts'
import type { KeyId, SessionId } from '../../protocol/ids.ts'

/**
 * A signed-in user. The user can be cached, so it has no role: the role is read in the transaction of the command.
 * `endsAt`: when the credential expires, on the monotonic clock of `performance.now()`. `session`: of a user with an
 * account. `ban`: from the whole server; it can be over.
 */
export type Caller = {
  readonly user: Omit<User, 'role'>
  readonly endsAt: number
  readonly session?: SessionId | undefined
  readonly ban?: { readonly until: number; readonly endsAt: number } | undefined
}

/** The app, with the scopes of its API key. */
export type AppCaller = {
  readonly scopes: ReadonlySet<Scope>
  /** The API key, unless it is the operator's. */
  readonly key?: KeyId
}
