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

/** Refuses `forbidden` if signing up needs a link, and there is none. */
export function requireSignUp(policy: Policy, link: string | undefined): void {
  requireAccounts(policy)
  if (link === undefined && policy.accounts === 'invite')
    throw new Refusal(
      'forbidden',
      'Signing up needs a one-time link: ask an administrator of this server for one',
    )
}

/** The account of a user. Refuses `not_found`. */
export async function existingAccount(reader: Reader, user: UserId): Promise<StoredAccount> {
  const account = await reader.accounts.get(user)
  if (account === undefined)
    throw new Refusal('not_found', 'You have no account: sign up, or sign in with one')
  return account
}

/**
 * Counts an attempt to sign in, before the password is compared: so guesses that are made at once count, too. Refuses
 * `rate_limited` after several failures, for logins that exist and others alike.
 */
export async function beginAttempt(store: Store, login: string): Promise<void> {
  const wait = await store.writeUnannounced(async (tx) => {
    const until = await tx.attempts.begin(login)
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

export const withoutPassword = ({ password: _, ...account }: StoredAccount): Account => account

/**
 * Refuses `not_found` for a caller without an account, and `wrong_credentials` if this is not the caller's password.
 * Counts the attempts as a sign-in does.
 */
export async function checkPassword(
  { store, passwords }: Pick<Ports, 'store' | 'passwords'>,
  user: UserId,
  given: string,
): Promise<StoredAccount> {
  const account = await store.read((reader) => existingAccount(reader, user))
  await beginAttempt(store, user)
  const isRight = await passwords.verify(given, account.password)
  if (!isRight) throw new Refusal('wrong_credentials', WRONG)
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
