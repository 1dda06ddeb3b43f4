import type { Scope, User } from '../../protocol/entities.ts'

/** A signed-in user. `endsAt`: when the credential expires, on the monotonic clock of `performance.now()`. */
export type Caller = { readonly user: User; readonly endsAt: number }

/** The app, with the scopes of its API key. */
export type AppCaller = { readonly scopes: ReadonlySet<Scope> }
