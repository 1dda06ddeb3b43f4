import type { Scope, User } from '../../protocol/entities.ts'

/** Who is asking. `endsAt`: when their way in ends, by `performance.now()`, which nobody sets. */
export type Caller = { readonly user: User; readonly endsAt: number }

/** The app itself, with a key, and what that is for. */
export type AppCaller = { readonly scopes: ReadonlySet<Scope> }
