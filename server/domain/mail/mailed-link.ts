import type { JobId, UserId } from '../../../protocol/ids.ts'
import type { MailServices, StoredAccount, Tx } from '../ports.ts'
import { canMailPassword } from './rules.ts'

const HOUR_MS = 60 * 60 * 1000

export type Purpose = 'email' | 'password'

type MailedLink = {
  readonly job: JobId
  readonly user: UserId
  readonly purpose: Purpose
  readonly mail: MailServices
  /** Whether an earlier run of the job has created the link. */
  readonly isCreated: boolean
}

/**
 * Creates the link that a job mails, or finds that of an earlier run, and returns where to mail it. Undefined if no mail
 * is to be sent: the user or the address has gone, or the link was used or replaced meanwhile.
 */
export async function mailedLink(tx: Tx, link: MailedLink) {
  const { job, user, purpose, mail, isCreated } = link
  const account = await tx.accounts.lock(user)
  const email = account && addressOf(account, purpose)
  if (account === undefined || email === undefined) return undefined
  const code = mail.codeOf(job)
  const to = { code, email, handle: account.user.handle ?? account.user.id }
  if (isCreated) return (await tx.links.byCode(code))?.email === email ? to : undefined
  if (purpose === 'password' && !(await canMailPassword(tx, mail.perHour, user))) return 'limited'
  await tx.links.deleteMailed(user, [purpose])
  const until = tx.now + LASTS_MS[purpose]
  await tx.links.create(code, { purpose, user, until, email })
  return to
}

const LASTS_MS = { email: 24 * HOUR_MS, password: HOUR_MS } as const

/** A password is mailed to a verified address only, and no address is verified twice. */
function addressOf({ email, emailVerified }: StoredAccount, purpose: Purpose): string | undefined {
  return emailVerified === (purpose === 'password') ? email : undefined
}
