import type { Mail } from '../domain/ports.ts'

/** No part of a mail can take longer, in ms. Together they are shorter than the lease of a job. */
const TIMEOUT_MS = 8000

/** Where mails are sent, in the form of nodemailer. */
export type SmtpServer = {
  readonly host: string
  readonly port: number
  /** TLS from the first byte on. */
  readonly secure: boolean
  /** A password is sent over TLS only, except to this machine. */
  readonly requireTLS: boolean
  readonly auth?: { readonly user: string; readonly pass: string }
}

export type MailerOptions = {
  readonly server: SmtpServer
  readonly from: { readonly name: string; readonly address: string }
  /** The server does not accept the mail, and never will: a retry is of no use. */
  readonly onRefused: (mail: string, status: number) => void
  readonly onSent: () => void
}

/** Sends mails by SMTP, each over a connection of its own. */
export class Mailer {
  readonly #options: MailerOptions

  constructor(options: MailerOptions) {
    this.#options = options
  }

  async send(mail: Mail, signal: AbortSignal): Promise<void> {
    const { server, from, onRefused, onSent } = this.#options
    signal.throwIfAborted()
    // 0.2 MB, which a server that sends no mail does not need.
    const { createTransport } = await import('nodemailer')
    const transport = createTransport({
      ...server,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      dnsTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    const { id, to, subject, text } = mail
    const messageId = `<${id}@${from.address.replace(/^.*@/, '')}>`
    try {
      await transport.sendMail({
        from,
        to,
        subject,
        text,
        messageId,
        // No answer of an absence, and no loop between two servers that answer mails.
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      onSent()
    } catch (error) {
      const status = refusalOf(error)
      if (status === undefined) throw new Error(`the mail server: ${reasonOf(error)}`)
      onRefused(id, status)
    } finally {
      transport.close()
    }
  }
}

/** The status with which the server refused this mail for good. A wrong password concerns all mails, so it is none. */
function refusalOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown }
  if (code !== 'EENVELOPE' && code !== 'EMESSAGE') return undefined
  return typeof responseCode === 'number' && responseCode >= 500 ? responseCode : undefined
}

/** Without the answer of the server: it can contain the address. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed'
  const { code, responseCode, command } = error as {
    code?: unknown
    responseCode?: unknown
    command?: unknown
  }
  return [code, responseCode, command].filter((part) => part !== undefined).join(' ')
}
