import type { IdentityId, PasskeyId, UserId } from '../../protocol/ids.ts'
import { Refusal } from '../../protocol/refusals.ts'
import type { Reader } from './ports.ts'

/**
 * Refuses `last_sign_in` if the user could not sign in any more `without` a passkey or identity. A command that removes
 * one has locked the account: two ways that are removed at once must not both be the last but one.
 */
export async function requireWayIn(
  reader: Reader,
  user: UserId,
  without: PasskeyId | IdentityId,
): Promise<void> {
  const account = await reader.accounts.get(user)
  if (account?.password !== undefined) return
  const ways = [...(await reader.passkeys.list(user)), ...(await reader.identities.list(user))]
  if (!ways.some(({ id }) => id !== without)) throw new Refusal('last_sign_in')
}
