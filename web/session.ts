/** Who this tab is. Of the tab, so that another tab is another person and a reload the same. */
export type Session = { readonly token: string; readonly name: string }

const KEY = 'parlance.session'

export function keptSession(): Session | undefined {
  const kept = sessionStorage.getItem(KEY)
  return kept === null ? undefined : (JSON.parse(kept) as Session)
}

export const keepSession = (session: Session): void =>
  sessionStorage.setItem(KEY, JSON.stringify(session))

export const forgetSession = (): void => sessionStorage.removeItem(KEY)
