import { Refusal } from '../../../protocol/refusals.ts'
import type { UseCase } from '../use-case.ts'
import { existingUser } from '../users/rules.ts'
import { signedIn } from './rules.ts'

/** A refresh token is used once. If it comes again, somebody has copied it: the session ends, for both of them. */
export const refreshSession: UseCase<'sessions.refresh'> = async (request) => {
  const { store, sessionTokens, visitor, input } = request
  const token = input.refreshToken ?? visitor.cookies?.refresh
  if (token === undefined)
    throw new Refusal('unauthenticated', 'A refresh token is required: send it, or sign in again')
  const pair = sessionTokens.after(token)
  const answer = await store.write(async (tx) => {
    const found = await tx.sessions.refresh(token, pair, visitor)
    if (found.state === 'reused') await tx.sessions.end([found.session], 'reuse')
    if (found.state !== 'refreshed') return found.state
    const { session, until } = found
    const user = await existingUser(tx, session.user)
    const inCookies = input.refreshToken === undefined
    return signedIn(user, { session, until, pair, inCookies })
  })
  if (answer === 'reused') throw new Refusal('session_ended', REUSED)
  if (answer === 'expired') throw new Refusal('token_expired', EXPIRED)
  if (answer === 'unknown') throw new Refusal('invalid_token', UNKNOWN)
  return answer
}

const REUSED =
  'The refresh token was used before, so the session was ended: sign in again, and change the password if it was not you'
const EXPIRED = 'The session was not used for 90 days: sign in again'
const UNKNOWN = 'This is not a refresh token, or its session was ended: sign in again'
