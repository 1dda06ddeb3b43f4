import { forgetKept } from '@parlance/sdk/outbox'

const KEY = 'parlance.users'
/** What is kept for a user who did not come back in this time is deleted: a guest cannot come back at all. */
const MOST_DAYS = 30
const DAY_MS = 24 * 60 * 60_000

/** Remembers that the user is here, and deletes what is kept for users who have not been here for 30 days. */
export function rememberUser(user: string): void {
  const now = Date.now()
  const users = { ...read(), [user]: now }
  const isOld = (at: number) => now - at > MOST_DAYS * DAY_MS
  for (const [id, at] of Object.entries(users)) if (isOld(at)) void forgetKept(id).catch(nothing)
  write(Object.fromEntries(Object.entries(users).filter(([, at]) => !isOld(at))))
}

/** Deletes everything that is kept for a user. */
export async function forgetUser(user: string): Promise<void> {
  const { [user]: _, ...others } = read()
  write(others)
  await forgetKept(user).catch(nothing)
}

/** Where storage is forbidden nothing is kept, and so nothing is left. */
const nothing = () => undefined

function read(): Readonly<Record<string, number>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    const entries = typeof kept === 'object' && kept !== null ? Object.entries(kept) : []
    return Object.fromEntries(entries.filter(([, at]) => typeof at === 'number'))
  } catch {
    return {}
  }
}

function write(users: Readonly<Record<string, number>>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(users))
  } catch {
    // Full or forbidden.
  }
}
