import type { LinkPurpose } from '../../../protocol/entities.ts'
import type { IdentityId, LinkId, PasskeyId, SessionId, UserId } from '../../../protocol/ids.ts'

/**
 * `password` is a hash, with its parameters. `email`: as the user entered it last; `verified_email`: the same when it is
 * verified. `previous_email`: the verified address before the last change, until a mail to it was sent.
 */
export type AccountRow = {
  user: UserId
  password: string | null
  password_at: number | null
  created_at: number
  email: string | null
  verified_email: string | null
  previous_email: string | null
}

export type IdentityRow = {
  id: IdentityId
  /** The hash of the issuer and the subject. */
  key: string
  user: UserId
  issuer: string
  subject: string
  created_at: number
  used_at: number
}

/** `used_at`: when its tokens were last issued. `number`: how many pairs of tokens were issued. */
export type SessionRow = {
  id: SessionId
  user: UserId
  created_at: number
  used_at: number
  address: string
  client: string
  number: number
}

/** A pair of tokens, of which only the hashes are stored. `used_at`: when the refresh token was used up. */
export type RefreshTokenRow = {
  hash: string
  session: SessionId
  number: number
  access_hash: string
  access_until: number
  created_at: number
  used_at: number | null
}

/** `sealed` is the encrypted secret. `on_at`: null until the first right code. */
export type SecondFactorRow = {
  user: UserId
  sealed: string
  created_at: number
  on_at: number | null
  last_step: number
}

export type RecoveryCodeRow = { hash: string; user: UserId }

/** `hash`: of the credential's id, which can be long. `transports` are separated by spaces. */
export type PasskeyRow = {
  id: PasskeyId
  hash: string
  credential: string
  user: UserId
  public_key: string
  counter: number
  transports: string
  name: string
  created_at: number
  used_at: number | null
}

/** What an authenticator signs. `user`: who adds a passkey; null for a sign-in. */
export type ChallengeRow = { hash: string; user: UserId | null; until: number }

/** `code` is a hash. */
export type LinkRow = {
  id: LinkId
  code: string
  purpose: LinkPurpose
  user: UserId | null
  created_at: number
  until: number
  /** The address to which the server has mailed the link. Null for a link that an administrator or the app created. */
  email: string | null
}

/** `login` is a hash, because it can be the login of nobody, or a password that was typed into the wrong field. */
export type SignInAttemptRow = { login: string; failures: number; at: number }

/** The mails of an hour to or from a subject, which is a hash. `hour`: the number of hours since the epoch. */
export type MailCountRow = { hour: number; subject: string; mails: number }
