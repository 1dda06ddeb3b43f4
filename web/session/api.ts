import type { RefusalCode, User } from '@parlance/sdk'
import { readEntryWords } from '../words/words.ts'
import { ChatError } from './chat-error.ts'
import type { Session } from './session.ts'

type Problem = {
  readonly code: RefusalCode
  readonly detail: string
  readonly fields?: Readonly<Record<string, string>>
  readonly retryAfter?: number
}

/** Without `accessToken` the tokens are in cookies. */
type SignedIn = {
  readonly user: User
  readonly accessToken?: string
  readonly refreshToken?: string
}

/** An answer that the page cannot use, such as that of a proxy, is no answer. */
function unreachable(): never {
  throw new ChatError('disconnected', readEntryWords().unreachable)
}

/**
 * A request without a connection. Paths are relative to `<base>`, so that the app works below any path of a proxy.
 * `token`: of a session that is not in cookies. Rejects with a ChatError.
 */
export async function ask<Result>(
  method: string,
  path: string,
  body?: object,
  token?: string,
): Promise<Result> {
  const response = await fetch(`api/v1/${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(unreachable)
  if (response.status === 204) return {} as Result
  if (response.ok) return response.json().catch(unreachable)
  const { code, detail, fields, retryAfter }: Problem = await response.json().catch(unreachable)
  throw new ChatError(code, detail, { fields, retryAfter })
}

/** A name alone. */
export async function signInAsGuest(name: string): Promise<Session> {
  const { token, user } = await ask<{ token: string; user: User }>('POST', 'guests', { name })
  return { kind: 'tab', token, name: user.name, user: user.id }
}

/** A session in cookies if the user wants to be kept signed in, otherwise one of this tab. */
export async function signIn(path: string, input: object, isKept: boolean): Promise<Session> {
  const body = { ...input, ...(isKept && { cookie: true }) }
  return sessionOf(await ask<SignedIn>('POST', path, body))
}

/** The next tokens of a session. Undefined if it has none: a guest's token is for good. */
export async function renew(session: Session): Promise<Session | undefined> {
  if (session.kind === 'tab' && session.refreshToken === undefined) return undefined
  const body = session.kind === 'tab' ? { refreshToken: session.refreshToken } : {}
  return sessionOf(await ask<SignedIn>('POST', 'sessions/refresh', body))
}

function sessionOf({ user: { id, name }, accessToken, refreshToken }: SignedIn): Session {
  const who = { name, user: id }
  if (accessToken === undefined) return { kind: 'device', ...who }
  return { kind: 'tab', token: accessToken, ...who, ...(refreshToken && { refreshToken }) }
}
