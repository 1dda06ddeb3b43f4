import type { Session, SessionEnd, User } from '../../../protocol/entities.ts'
import type { SessionId, UserId } from '../../../protocol/ids.ts'

/** The tokens of a session: an access token for an hour, and a refresh token that gets the next pair. */
export type TokenPair = { readonly access: string; readonly refresh: string }

export interface SessionTokens {
  first(): TokenPair
  /** The same successor each time, so that a repeated refresh gets the same answer. */
  after(refresh: string): TokenPair
  isAccess(token: string): boolean
}

/** Where a request without a caller comes from. */
export type Visitor = {
  readonly address: string
  /** The User-Agent header. */
  readonly agent: string
  /** The cookies of the request. Undefined if the transport can set none. */
  readonly cookies?: { readonly refresh: string | undefined }
}

export type StoredSession = Omit<Session, 'current'> & { readonly user: UserId }

export interface SessionsRead {
  get(id: SessionId): Promise<StoredSession | undefined>
  /** The last used first. Expired ones are left out. */
  list(user: UserId): Promise<readonly StoredSession[]>
  /** The user of an access token, and its end in ms of the epoch. Undefined if the session was ended. */
  byAccess(token: string): Promise<SessionUser | undefined>
}

export type SessionUser = {
  readonly user: User
  readonly session: SessionId
  readonly until: number
}

/** `unknown`: the token is none of ours, or its session was ended. */
export type Refreshed =
  | { readonly state: 'unknown' | 'expired' }
  | { readonly state: 'reused'; readonly session: StoredSession }
  | { readonly state: 'refreshed'; readonly session: StoredSession; readonly until: number }

export interface SessionsWrite extends SessionsRead {
  /** Returns the session, and the end of its access token in ms of the epoch. */
  create(
    user: UserId,
    pair: TokenPair,
    from: Visitor,
  ): Promise<{ readonly session: StoredSession; readonly until: number }>
  /** Uses a refresh token up, and stores its successor. A repetition within seconds gets the same one. */
  refresh(token: string, next: TokenPair, from: Visitor): Promise<Refreshed>
  /** Each is published as `session.ended` in the user's own log. */
  end(sessions: readonly StoredSession[], reason: SessionEnd): Promise<void>
  /** Deletes sessions that have expired, about `limit` at most. Returns whether there can be more. */
  deleteExpired(limit: number): Promise<boolean>
  /** Ends what a guest opened before they signed up: connections and tickets have no session. */
  endAsGuest(user: UserId): Promise<void>
}
