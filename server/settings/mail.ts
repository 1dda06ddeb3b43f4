import * as z from 'zod'
import { Email } from '../../protocol/email.ts'

const FORM = 'must be smtp://user:password@host:587 or smtps://…:465'

export const smtpUrl = z.string().transform((text, { addIssue }) => {
  const server = parse(text)
  if (server !== undefined) return server
  addIssue(FORM)
  return z.NEVER
})

/** In the form of nodemailer. `secure`: TLS from the first byte on. */
function parse(text: string) {
  const url = URL.parse(text)
  if (url === null || !['smtp:', 'smtps:'].includes(url.protocol)) return undefined
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (host === '' || !['', '/'].includes(url.pathname) || url.search || url.hash) return undefined
  const secure = url.protocol === 'smtps:'
  const [user, pass] = [decoded(url.username), decoded(url.password)]
  if (user === undefined || pass === undefined || (user === '') !== (pass === '')) return undefined
  return {
    host,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    // A password is sent over TLS only, except to this machine.
    requireTLS: user !== '' && !secure && !isThisMachine(host),
    ...(user !== '' && { auth: { user, pass } }),
  }
}

const isThisMachine = (host: string): boolean => /^(?:localhost|127\..+|::1)$/i.test(host)

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined // a % that encodes nothing: the setting is refused
  }
}

const SENDER = /^(?:([^<>"\p{Cc}]*)<([^<>]+)>|([^<>]+))$/u

/** `noreply@example.org`, or `Example <noreply@example.org>`. */
export const mailFrom = z.string().transform((text, { addIssue }) => {
  const [, name = '', inner, alone] = SENDER.exec(text) ?? []
  const address = Email.safeParse(inner ?? alone).data
  if (address !== undefined) return { name: name.trim(), address }
  addIssue('must be an address, such as noreply@example.org or Example <noreply@example.org>')
  return z.NEVER
})
