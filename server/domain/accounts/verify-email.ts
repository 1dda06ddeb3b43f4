import { Refusal } from '../../../protocol/refusals.ts'
import { useLink } from '../links/rules.ts'
import type { UseCase } from '../use-case.ts'
import { requireAccounts } from './rules.ts'

/** Whoever has the link can read the mails of the address, so may learn that another account has verified it. */
export const verifyEmail: UseCase<'emails.verify'> = ({ store, policy, input }) => {
  requireAccounts(policy)
  return store.write(async (tx) => {
    const { user, email } = await useLink(tx, input.link, 'email')
    const account = user && (await tx.accounts.lock(user))
    if (!account || email === undefined || account.email !== email) throw new Refusal('link_over')
    const other = await tx.accounts.byLogin(email)
    if (other !== undefined && other.user.id !== account.user.id) throw new Refusal('email_taken')
    await tx.accounts.verifyEmail(account.user.id, email)
    return {}
  })
}
