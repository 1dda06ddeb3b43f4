import type { UserId } from '../../protocol/ids.ts'
import { mailedLink, type Purpose } from '../domain/mail/mailed-link.ts'
import { TEXTS } from '../domain/mail/texts.ts'
import type { JobRun } from './job.ts'

/**
 * Mails a link that only its recipient can use. The link is created by the job, from a secret and the id of the job: so
 * its code is in no table, and a job that runs again sends the same mail again.
 */
export const mailLink =
  (purpose: Purpose) =>
  async (run: JobRun & { readonly body: { readonly user?: UserId | undefined } }) => {
    const { store, id, mail, progress, save, signal } = run
    const { user } = run.body
    if (mail === undefined || user === undefined) return
    const isCreated = progress !== undefined
    const found = await store.writeUnannounced(async (tx) => {
      const link = await mailedLink(tx, { job: id, user, purpose, mail, isCreated })
      if (link !== undefined && link !== 'limited' && !isCreated) await save('created', tx)
      return link
    })
    if (found === 'limited') return mail.onLimited()
    if (found === undefined) return
    const { email: to, code, handle } = found
    await mail.send({ id, to, ...TEXTS[purpose]({ url: mail.url, code, handle }) }, signal)
  }
