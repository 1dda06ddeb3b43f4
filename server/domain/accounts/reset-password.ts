import { Refusal } from '../../../protocol/refusals.ts'
import { useLink } from '../links/rules.ts'
import { endSessions } from '../sessions/rules.ts'
import type { UseCase } from '../use-case.ts'
import { requireAccounts } from './rules.ts'

/** Whoever knew the old password is signed out. */
export const resetPassword: UseCase<'passwords.reset'> = async (request) => {
  const { store, passwords, policy, input } = request
  requireAccounts(policy)
  const link = await store.read((reader) => reader.links.byCode(input.link))
  if (link?.purpose !== 'password') throw new Refusal('link_over')
  const password = await passwords.hash(input.password)
  return store.write(async (tx) => {
    const { user } = await useLink(tx, input.link, 'password')
    const account = user && (await tx.accounts.lock(user))
    if (!account) throw new Refusal('link_over')
    await tx.accounts.setPassword(account.user.id, password)
    await tx.links.deleteMailed(account.user.id, ['password'])
    await endSessions(tx, account.user.id, 'password_changed')
    return {}
  })
}
