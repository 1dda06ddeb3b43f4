import type { UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Policy, StoredAccount, Tx, Visitor } from '../ports.ts'

const HOUR_MS = 60 * 60 * 1000

/** Refuses `invalid_input` if the server sends no mail, so that it could not verify an address. */
export function requireMail({ mail }: Policy, email: string | null | undefined): void {
  if (mail.isOn || typeof email !== 'string') return
  throw new Refusal(
    'invalid_input',
    'email: this server sends no mail: leave it out, or ask the operator to set PARLANCE_SMTP_URL',
    { email: 'must be left out: this server sends no mail' },
  )
}

/** Counts a request for a mail by its sender's address. Refuses `rate_limited`, whatever the mail is about. */
export const requireMailFrom = (tx: Tx, { address }: Visitor): Promise<void> =>
  requireCount(tx, `from ${address}`, LIMITS.mailRequestsPerAddress)

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

/**
 * Counts a mail that verifies an address. Refuses `rate_limited`. Mails about passwords are counted apart from these:
 * otherwise a refusal would show that an address belongs to an account.
 */
async function requireVerification(
  tx: Tx,
  policy: Policy,
  { user, email }: { readonly user: UserId; readonly email: string },
): Promise<void> {
  await requireCount(tx, `verify user ${user}`, LIMITS.mailsPerRecipient)
  await requireCount(tx, `verify to ${email}`, LIMITS.mailsPerRecipient)
  await requireCount(tx, 'verify', policy.mail.perHour)
}

async function requireCount(tx: Tx, subject: string, limit: number): Promise<void> {
  if (!(await tx.mailCounts.exceeds(subject, limit))) return
  const retryAfter = Math.ceil((HOUR_MS - (tx.now % HOUR_MS)) / 1000)
  const detail = `Too many mails were requested in this hour: try again in ${retryAfter} s`
  throw new Refusal('rate_limited', detail, undefined, { retryAfter })
}

/** Whether one more mail about the password of a user can be sent. Nobody sees the answer. */
export const canMailPassword = async (tx: Tx, perHour: number, user: UserId): Promise<boolean> =>
  !(await tx.mailCounts.exceeds(`password user ${user}`, LIMITS.mailsPerRecipient)) &&
  !(await tx.mailCounts.exceeds('password', perHour))
