import type { LinkPurpose } from '../../../protocol/entities.ts'
import type { IdentityId, LinkId, SessionId, UserId } from '../../../protocol/ids.ts'

/** `password` is a hash, with its parameters. */
export type AccountRow = {
  user: UserId
  password: string | null
  password_at: number | null
  created_at: number
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

/** `code` is a hash. */
export type LinkRow = {
  id: LinkId
  code: string
  purpose: LinkPurpose
  user: UserId | null
  created_at: number
  until: number
}

/** `login` is a hash, because it can be the login of nobody, or a password that was typed into the wrong field. */
export type SignInAttemptRow = { login: string; failures: number; at: number }
