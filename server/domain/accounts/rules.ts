import type { Account } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Policy, Reader, Store, StoredAccount, Tx } from '../ports.ts'
import type { Ports } from '../use-case.ts'

/** Refuses `forbidden` if the operator has turned accounts off. */
export function requireAccounts({ accounts }: Policy): void {
  if (accounts === 'off')
    throw new Refusal('forbidden', 'This server has no accounts: sign in with a token of the app')
}

/**
 * Counts an attempt to sign in, before the password is compared: so guesses that are made at once count, too. Refuses
 * `rate_limited` after several failures, for logins that exist and others alike.
 */
export async function beginAttempt(store: Store, login: string, longestS?: number): Promise<void> {
  const wait = await store.writeUnannounced(async (tx) => {
    const until = await tx.attempts.begin(login, longestS)
    return until === undefined ? 0 : until - tx.now
  })
  if (wait <= 0) return
  const retryAfter = Math.ceil(wait / 1000)
  throw new Refusal(
    'rate_limited',
    `Too many attempts to sign in have failed: try again in ${retryAfter} s`,
    undefined,
    { retryAfter },
  )
}

/** What its user sees of an account. */
export async function shownAccount(
  reader: Reader,
  { password: _, ...account }: StoredAccount,
): Promise<Account> {
  const secondFactor = await reader.secondFactors.shown(account.user.id)
  return { ...account, ...(secondFactor && { secondFactor }) }
}

/** Refuses `wrong_credentials` if this is not the caller's password, and counts the attempts as a sign-in does. */
export async function checkPassword(
  { store, passwords }: Pick<Ports, 'store' | 'passwords'>,
  user: UserId,
  given: string,
): Promise<StoredAccount> {
  await beginAttempt(store, user)
  const account = await store.read((reader) => reader.accounts.get(user))
  const isRight = await passwords.verify(given, account?.password)
  if (!isRight || account === undefined) throw new Refusal('wrong_credentials', WRONG)
  await store.writeUnannounced((tx) => tx.attempts.succeed(user))
  return account
}

const WRONG = 'The current password is wrong: check it, and try again'

/** Locks the account. Refuses `wrong_credentials` if its password was changed since `before` was read. */
export async function lockUnchanged(tx: Tx, before: StoredAccount): Promise<void> {
  const current = await tx.accounts.lock(before.user.id)
  if (current === undefined || current.password !== before.password)
    throw new Refusal('wrong_credentials', WRONG)
}
