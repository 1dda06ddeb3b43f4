import type { UserId } from '../../protocol/ids.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { Tx } from './ports.ts'

/**
 * Refuses `last_sign_in` if the user could not sign in any more, after a way to sign in was removed. The caller has locked
 * the account: two ways that are removed at once must not both be the last but one.
 */
export async function requireWayIn(tx: Tx, user: UserId): Promise<void> {
  const account = await tx.accounts.get(user)
  if (account?.password !== undefined) return
  if ((await tx.passkeys.list(user)).length > 0) return
  if ((await tx.identities.list(user)).length === 0) throw new Refusal('last_sign_in')
}
