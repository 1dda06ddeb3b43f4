import { requireVerification } from '../mail/rules.ts'
import type { Policy, StoredAccount, Tx } from '../ports.ts'

/** Sets the address of a new account, or changes it. A link is mailed to the new one, a warning to a verified old one. */
export async function changeEmail(
  tx: Tx,
  policy: Policy,
  account: StoredAccount,
  email: string | null,
): Promise<void> {
  const user = account.user.id
  const isSame = email === (account.email ?? null)
  if (isSame && account.emailVerified !== false) return
  if (!isSame) {
    await tx.links.deleteMailed(user, ['email', 'password'])
    await tx.accounts.setEmail(account, email ?? undefined)
    if (account.emailVerified) await tx.jobs.add('mail.emailChanged', { user })
  }
  if (email === null) return
  await requireVerification(tx, policy, { user, email })
  await tx.jobs.add('mail.verification', { user })
}
