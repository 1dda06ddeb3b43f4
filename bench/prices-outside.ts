import { CLIENT_ID, CLIENT_SECRET, Issuer } from '../tests/support/issuer.ts'
import { smtp } from '../tests/support/smtp.ts'

/** What a server talks to: a mail server and an issuer of OpenID Connect, both in the process of the bench. */
export type Outside = {
  readonly issuer: Issuer
  readonly mails: Awaited<ReturnType<typeof smtp>>['mails']
  readonly settings: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** The address of the page, whose passkeys the server takes. */
export const PAGE = 'http://localhost'

export async function openOutside(): Promise<Outside> {
  const [issuer, mail] = await Promise.all([Issuer.open(), smtp()])
  return {
    issuer,
    mails: mail.mails,
    settings: {
      PARLANCE_ACCOUNTS: 'open',
      ...mail.settings,
      PARLANCE_MAILS_PER_HOUR: '1000000',
      PARLANCE_URL: PAGE,
      PARLANCE_OIDC_ISSUER: issuer.url,
      PARLANCE_OIDC_CLIENT_ID: CLIENT_ID,
      PARLANCE_OIDC_CLIENT_SECRET: CLIENT_SECRET,
      PARLANCE_OIDC_SIGN_UP: 'open',
    },
    close: async () => {
      await issuer[Symbol.asyncDispose]()
      await mail[Symbol.asyncDispose]()
    },
  }
}
