import { linkCodes } from './adapters/link-codes.ts'
import { Mailer } from './adapters/mailer.ts'
import { type Config, ConfigError } from './config.ts'
import type { MailServices } from './domain/ports.ts'
import type { Meter } from './transports/meter.ts'
import type { Logger } from './transports/services.ts'

/** Refuses a mail server without what every mail needs. */
export function requireSender({ smtpUrl, mailFrom, url }: Config): void {
  if (smtpUrl === undefined || (mailFrom !== undefined && url.length > 0)) return
  throw new ConfigError(
    'PARLANCE_SMTP_URL: PARLANCE_MAIL_FROM and PARLANCE_URL must be set, too: the sender of mails, and where their links lead',
  )
}

/** Undefined if no mail server is set. */
export function mailServices(
  config: Config,
  secret: string,
  meter: Meter,
  log: Logger,
): MailServices | undefined {
  const { smtpUrl: server, mailFrom: from, url, mailsPerHour: perHour } = config
  const [address] = url
  if (server === undefined || from === undefined || address === undefined) return undefined
  const mailer = new Mailer({
    server,
    from,
    onSent: () => meter.mailed('sent'),
    onRefused: (job, status) => {
      meter.mailed('refused')
      log.warn({ job, status }, 'the mail server refused a mail for good')
    },
  })
  return {
    send: (mail, signal) => mailer.send(mail, signal),
    codeOf: linkCodes(secret),
    url: address,
    perHour,
    onLimited: () => meter.mailed('limited'),
  }
}
