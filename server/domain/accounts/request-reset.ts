import { Refusal } from '../../../protocol/refusals.ts'
import { requireMailFrom } from '../mail/rules.ts'
import type { UseCase } from '../use-case.ts'
import { loginOf, requireAccounts } from './rules.ts'

/** The same work for every login: whether anything is mailed is decided by the job. */
export const requestReset: UseCase<'passwords.requestReset'> = async (request) => {
  const { store, policy, visitor, input } = request
  requireAccounts(policy)
  if (!policy.mail.isOn) throw new Refusal('forbidden', NO_MAIL)
  const account = await store.read((reader) => reader.accounts.byLogin(loginOf(input.login)))
  await store.write(async (tx) => {
    await requireMailFrom(tx, visitor)
    await tx.jobs.add('mail.passwordLink', { user: account?.user.id }, { due: tx.now + LATER_MS })
  })
  return {}
}

/** The job begins after the answer: otherwise its work, which is not the same for every login, could delay the answer. */
const LATER_MS = 1000

const NO_MAIL =
  'This server sends no mail: ask an administrator for a link with which you can set a new password'
