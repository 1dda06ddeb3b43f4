import type { TokenPair } from '../../domain/ports.ts'
import { COOKIES } from '../../domain/sessions/rules.ts'

export const ACCESS_COOKIE = 'parlance_session'
const REFRESH_COOKIE = 'parlance_refresh'
const REFRESH_PATH = '/api/v1/sessions/refresh'
const ACCESS_S = 60 * 60
const REFRESH_S = 90 * 24 * 60 * 60

/** The refresh token in the cookies of a request. Browsers send it to the refresh command only. */
export function refreshCookieOf(request: Request): string | undefined {
  const header = request.headers.get('cookie')
  if (header === null || !header.includes(REFRESH_COOKIE)) return undefined
  return new Bun.CookieMap(header).get(REFRESH_COOKIE) || undefined
}

export const clearedSessionCookies = (isSecure: boolean): readonly string[] =>
  sessionCookiesOf({ [COOKIES]: 'clear' }, isSecure)

/** The `Set-Cookie` headers of an answer. Scripts of a page cannot read these cookies. */
export function sessionCookiesOf(body: unknown, isSecure: boolean): readonly string[] {
  if (typeof body !== 'object' || body === null || !(COOKIES in body)) return []
  const pair = body[COOKIES] as TokenPair | 'clear'
  const [access, refresh] = pair === 'clear' ? ['', ''] : [pair.access, pair.refresh]
  const isCleared = pair === 'clear'
  const common = { httpOnly: true, secure: isSecure }
  return [
    new Bun.Cookie(ACCESS_COOKIE, access, {
      ...common,
      path: '/',
      sameSite: 'lax',
      maxAge: isCleared ? 0 : ACCESS_S,
    }),
    new Bun.Cookie(REFRESH_COOKIE, refresh, {
      ...common,
      path: REFRESH_PATH,
      sameSite: 'strict',
      maxAge: isCleared ? 0 : REFRESH_S,
    }),
  ].map((cookie) => cookie.serialize())
}
