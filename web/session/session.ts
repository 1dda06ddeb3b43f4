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

/** The last session of this tab, which has ended. */
let ended: Session | undefined

export function endSession(end: SessionEnd): void {
  const { session } = sessions.read()
  if (session === undefined) return
  if (session.kind === 'tab') sessionStorage.removeItem(TAB)
  else localStorage.removeItem(DEVICE)
  ended = session
  sessions.change({ session: undefined, lastName: session.name, end })
  if (end === 'here') reportSignedOut(session)
}

/** `hasAccount`: the user, who was a guest, has created an account, and was not signed out. */
type Report = {
  readonly user: string | undefined
  readonly kind: Session['kind']
  readonly hasAccount?: true
}
const { send, receive } = openTabs<Report>('session')

const reportSignedOut = ({ user, kind }: Session): void => send({ user, kind })

/**
 * The guest of this tab has an account now. The page starts again with its session, and so does every copy of the tab if
 * the session is one of the device.
 */
export function continueWithAccount(session: Session): void {
  storeSession(session)
  send({ user: session.user, kind: session.kind, hasAccount: true })
  location.reload()
}

/**
 * A user who signs out in one tab has signed out in every tab of the device that has the same session or user. A copy of
 * a guest's tab goes on with the account that the guest has created.
 */
export function followOtherTabs(): void {
  receive(({ user, kind, hasAccount }) => {
    const { session } = sessions.read()
    // The server can have ended the guest's session here before the other tab had its answer.
    const isSame = user !== undefined && (session ?? ended)?.user === user
    if (!hasAccount) {
      if (isSame || (kind === 'device' && session?.kind === 'device')) endSession('other_tab')
    } else if (isSame && kind === 'device') {
      sessionStorage.removeItem(TAB)
      location.reload()
    }
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
