/**
 * The user of this tab. Kept per tab, so that a reload keeps the user and another tab is another user. `refreshToken`: of
 * a user with an account, whose access token lasts an hour.
 */
export type Session = {
  readonly token: string
  readonly name: string
  readonly refreshToken?: string
}

const KEY = 'parlance.session'

export function storedSession(): Session | undefined {
  const stored = sessionStorage.getItem(KEY)
  return stored === null ? undefined : (JSON.parse(stored) as Session)
}

export const storeSession = (session: Session): void =>
  sessionStorage.setItem(KEY, JSON.stringify(session))

export const forgetSession = (): void => sessionStorage.removeItem(KEY)
