import * as z from 'zod'

const COOKIE = 'parlance_sign_in'
const PATH = '/api/v1/oidc'
/** As long as a flow lasts. */
const SECONDS = 10 * 60

const Begun = z.object({
  flow: z.string(),
  returnTo: z.string(),
  /** Whether an identity is added to the account of the caller. */
  add: z.literal(true).optional(),
  name: z.string().optional(),
  link: z.string().optional(),
  guestToken: z.string().optional(),
})

/** A sign-in that a browser has begun. The cookie binds it to this browser. */
export type Begun = Readonly<z.infer<typeof Begun>>

export const signInCookie = (begun: Begun, isSecure: boolean): string =>
  cookieOf(Buffer.from(JSON.stringify(begun)).toString('base64url'), SECONDS, isSecure)

export const clearedSignInCookie = (isSecure: boolean): string => cookieOf('', 0, isSecure)

/** `lax`: the browser comes back from the issuer’s site. */
const cookieOf = (value: string, maxAge: number, secure: boolean): string =>
  new Bun.Cookie(COOKIE, value, {
    httpOnly: true,
    secure,
    sameSite: 'lax',
    path: PATH,
    maxAge,
  }).serialize()

/** Undefined if this browser has begun no sign-in. */
export function begunOf(request: Request): Begun | undefined {
  const value = new Bun.CookieMap(request.headers.get('cookie') ?? '').get(COOKIE)
  if (!value) return undefined
  try {
    return Begun.safeParse(JSON.parse(Buffer.from(value, 'base64url').toString())).data
  } catch {
    return undefined // not one of our cookies
  }
}
