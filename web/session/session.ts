import { createStore } from '../lib/store.ts'
import { openTabs } from '../lib/tabs.ts'

/**
 * Who is signed in. `tab`: the tokens are kept for this tab, so that a reload keeps the user and another tab is another
 * user. `device`: the tokens are in cookies that scripts cannot read, for all tabs.
 */
export type Session =
  | {
      readonly kind: 'tab'
      readonly token: string
      readonly name: string
      /** Of a user with an account, whose access token lasts an hour. */
      readonly refreshToken?: string
      readonly user?: string
    }
  | {
      readonly kind: 'device'
      readonly name: string
      /** The id. Undefined until the server has reported it. */
      readonly user?: string
    }

/**
 * Why the last session ended: by the user in this tab, by the user in another tab, or by the server, for a user with an
 * account or a guest.
 */
export type SessionEnd = 'here' | 'other_tab' | 'server' | 'guest'

type State = {
  readonly session: Session | undefined
  /** Of the last session, for the next one. */
  readonly lastName: string
  readonly end: SessionEnd
}

const TAB = 'parlance.session'
const DEVICE = 'parlance.device'

export const sessions = createStore<State>({ session: stored(), lastName: '', end: 'here' })

export function beginSession(session: Session): void {
  storeSession(session)
  sessions.change({ session, end: 'here' })
}

/** Keeps the session for the next start of the app. Without a storage it lasts until the page is closed. */
export function storeSession(session: Session): void {
  try {
    // The tab's own session would come first.
    if (session.kind === 'device') sessionStorage.removeItem(TAB)
    const storage = session.kind === 'tab' ? sessionStorage : localStorage
    storage.setItem(session.kind === 'tab' ? TAB : DEVICE, JSON.stringify(session))
  } catch {
    // The storage is full or forbidden.
  }
}

/** The next tokens of the session. */
export function renewSession(session: Session): void {
  storeSession(session)
  sessions.change({ session })
}

export function endSession(end: SessionEnd): void {
  const { session } = sessions.read()
  if (session === undefined) return
  if (session.kind === 'tab') sessionStorage.removeItem(TAB)
  else localStorage.removeItem(DEVICE)
  sessions.change({ session: undefined, lastName: session.name, end })
  if (end === 'here') reportSignedOut(session)
}

type SignedOut = { readonly user: string | undefined; readonly kind: Session['kind'] }
const { send, receive } = openTabs<SignedOut>('session')

const reportSignedOut = ({ user, kind }: Session): void => send({ user, kind })

/** A user who signs out in one tab has signed out in every tab of the device that has the same session or user. */
export function followOtherTabs(): void {
  receive(({ user, kind }) => {
    const { session } = sessions.read()
    const isSame = user !== undefined && session?.user === user
    if (isSame || (kind === 'device' && session?.kind === 'device')) endSession('other_tab')
  })
}

/** The tab's own session comes first. */
function stored(): Session | undefined {
  try {
    const kept = sessionStorage.getItem(TAB) ?? localStorage.getItem(DEVICE)
    if (kept === null) return undefined
    const { kind = 'tab', ...rest }: Session = JSON.parse(kept)
    return { kind, ...rest } as Session
  } catch {
    return undefined // The storage is forbidden, or it was changed by hand.
  }
}
