import { TEXTS } from '../domain/mail/texts.ts'
import type { JobCode } from './job.ts'

/** Warns the owner of the previous address that the account has another one: it may be a thief's. */
export const mailChange: JobCode<'mail.emailChanged'> = async (run) => {
  const { store, id, mail, signal } = run
  const { user } = run.body
  if (mail === undefined) return
  const { to, account } = await store.read(async (reader) => ({
    to: await reader.accounts.previousEmail(user),
    account: await reader.accounts.get(user),
  }))
  if (to === undefined || account === undefined) return
  const handle = account.user.handle ?? account.user.id
  await mail.send({ id, to, ...TEXTS.changed({ url: mail.url, handle }) }, signal)
  await store.writeUnannounced((tx) => tx.accounts.clearPreviousEmail(user, to))
}
