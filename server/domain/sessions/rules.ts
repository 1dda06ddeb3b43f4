import type { SessionEnd, User } from '../../../protocol/entities.ts'
import type { SessionId, UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Reader, SessionTokens, StoredSession, TokenPair, Tx, Visitor } from '../ports.ts'

/** The key of the tokens beside an answer that sets them as cookies, or `clear`, which removes the cookies. */
export const COOKIES = Symbol('cookies')

/** Refuses `invalid_input` if cookies are requested over a transport that cannot set them. */
export function requireCookies(visitor: Visitor, cookie: boolean | undefined): void {
  if (!cookie || visitor.cookies !== undefined) return
  throw new Refusal('invalid_input', 'cookie: only REST can set cookies: leave it out', {
    cookie: 'can be set over REST only',
  })
}

/** Begins a session of a user who has proved who they are. */
export async function beginSession(
  tx: Tx,
  tokens: SessionTokens,
  { user, visitor, cookie }: { user: User; visitor: Visitor; cookie: boolean | undefined },
) {
  const others = await tx.sessions.list(user.id)
  await tx.sessions.end(others.slice(LIMITS.sessionsPerUser - 1), 'too_many')
  const pair = tokens.first()
  const { session, until } = await tx.sessions.create(user.id, pair, visitor)
  return signedIn(user, { session, until, pair, inCookies: cookie === true })
}

export function signedIn(user: User, { session, until, pair, inCookies }: SignIn) {
  const answer = { user, session: session.id, expiresAt: new Date(until).toISOString() }
  if (inCookies) return { ...answer, [COOKIES]: pair }
  return { ...answer, accessToken: pair.access, refreshToken: pair.refresh }
}

type SignIn = {
  readonly session: StoredSession
  readonly until: number
  readonly pair: TokenPair
  readonly inCookies: boolean
}

/** A session of the user. Refuses `not_found`. */
export async function ownSession(
  reader: Reader,
  user: UserId,
  id: SessionId | undefined,
): Promise<StoredSession> {
  const session = id && (await reader.sessions.get(id))
  if (!session || session.user !== user)
    throw new Refusal('not_found', 'You have no session with this id: list your sessions')
  return session
}

/** Ends the sessions of a user, except one. */
export async function endSessions(
  tx: Tx,
  user: UserId,
  reason: SessionEnd,
  except?: string,
): Promise<void> {
  const all = await tx.sessions.list(user)
  await tx.sessions.end(
    all.filter(({ id }) => id !== except),
    reason,
  )
}
