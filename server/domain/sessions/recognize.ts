import type { SessionId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { SessionUser, Store } from '../ports.ts'

/** The session of an access token, and how long the token lasts, in ms. Refuses `invalid_token` and `token_expired`. */
export async function recognizeSession(
  store: Store,
  token: string,
): Promise<SessionUser & { readonly lastsMs: number }> {
  const { found, now } = await store.read(async (reader) => ({
    found: await reader.sessions.byAccess(token),
    now: reader.now,
  }))
  if (found === undefined) throw new Refusal('invalid_token', NOT_VALID)
  if (found.until <= now) throw new Refusal('token_expired', EXPIRED)
  return { ...found, lastsMs: found.until - now }
}

/** Refuses `session_ended`. */
export async function requireSession(store: Store, session: SessionId): Promise<void> {
  if (await store.read((reader) => reader.sessions.get(session))) return
  throw new Refusal('session_ended')
}

const NOT_VALID = 'This is not an access token, or its session was ended: sign in again'
const EXPIRED = 'The access token has expired: get the next one by the refresh token'
