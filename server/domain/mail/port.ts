import type { JobId } from '../../../protocol/ids.ts'

/** A mail of plain text. `id`: the same each time that it is sent again. */
export type Mail = {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** What the jobs that send mails need. */
export type MailServices = {
  /** Resolves also if the mail server refuses the mail for good, which is logged. Throws if it is to be tried again. */
  send(mail: Mail, signal: AbortSignal): Promise<void>
  /**
   * The code of the link that a job mails: the same in each run. It is derived from a secret of the server, so that no
   * table ever contains it.
   */
  codeOf(job: JobId): string
  /** The first address of the web app, to which the links lead. */
  readonly url: string
  /** How many mails about passwords are sent in an hour. */
  readonly perHour: number
  /** A mail was not sent, because the user or the server has sent too many. */
  onLimited(): void
}

export interface MailCountsWrite {
  /** Counts a mail of this hour. Returns whether there are more than `limit` with it. */
  exceeds(subject: string, limit: number): Promise<boolean>
  /** Deletes the counts of past hours, about `limit` at most. Returns whether there can be more. */
  deleteOld(limit: number): Promise<boolean>
}
