import { createHmac } from 'node:crypto'

/** The codes of mailed links: 256 bits each, derived from the job that sends the mail and a secret of the server. */
export const linkCodes =
  (secret: string) =>
  (job: string): string =>
    `pl_link_${createHmac('sha256', secret).update(`mailed link ${job}`).digest('base64url')}`
