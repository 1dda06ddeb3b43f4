import { newId, type UserId } from '../../../../protocol/ids.ts'
import { requireAccounts } from '../../accounts/rules.ts'
import { createLink } from '../../links/rules.ts'
import { changeEmail, requireMail } from '../../mail/rules.ts'
import { requireFreeHandle } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

const LINK_MS = 7 * 24 * 60 * 60 * 1000

/** The user chooses the password, so that nobody else ever knows it. */
export const createAccount: AppUseCase<'accounts.create'> = ({ store, policy, input }) =>
  store.write(async (tx) => {
    requireAccounts(policy)
    const { handle, name = handle, email } = input
    requireMail(policy, email)
    await requireFreeHandle(tx, handle, undefined)
    const id = newId<UserId>('person', tx.now)
    const user = await tx.users.create({ id, kind: 'person', name, handle })
    await tx.accounts.create(id, undefined)
    const account = { user, createdAt: user.createdAt, password: undefined }
    if (email !== undefined) await changeEmail(tx, policy, account, email)
    const until = tx.now + LINK_MS
    const { code, expiresAt } = await createLink(tx, { purpose: 'password', user: id, until })
    return { user, link: code, expiresAt }
  })
