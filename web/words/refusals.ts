import { count, fill, type Plural } from './plural.ts'

/** What the app knows of a refusal: the fields of a ChatError. */
export type Refused = {
  readonly code: string
  readonly message: string
  readonly retryAfter?: number | undefined
  readonly id?: string | undefined
}

/** The codes of the refusals that users of the app can meet. Any other code is a fault of the app, or of its server. */
type Code =
  | 'invalid_input'
  | 'unauthenticated'
  | 'invalid_token'
  | 'token_expired'
  | 'session_ended'
  | 'wrong_credentials'
  | 'second_factor_required'
  | 'wrong_code'
  | 'passkey_refused'
  | 'proof_required'
  | 'identity_taken'
  | 'last_sign_in'
  | 'email_taken'
  | 'link_over'
  | 'flow_over'
  | 'sign_in_refused'
  | 'provider_failed'
  | 'forbidden'
  | 'consent_required'
  | 'banned'
  | 'muted'
  | 'legal_hold'
  | 'user_deleted'
  | 'export_unfinished'
  | 'export_over'
  | 'report_claimed'
  | 'report_over'
  | 'text_refused'
  | 'check_failed'
  | 'slow_mode'
  | 'not_found'
  | 'handle_taken'
  | 'last_owner'
  | 'last_administrator'
  | 'too_many_rooms'
  | 'dm_over'
  | 'archived'
  | 'feature_off'
  | 'edit_conflict'
  | 'deleted'
  | 'too_late'
  | 'too_many'
  | 'invitation_over'
  | 'join_request_required'
  | 'join_request_declined'
  | 'join_request_over'
  | 'too_large'
  | 'rate_limited'
  | 'quota_reached'
  | 'too_many_connections'
  | 'internal'
  | 'unavailable'
  // Of the SDK.
  | 'disconnected'
  | 'storage'

/**
 * The refusals of the server in another language. `{detail}`: what the server says, in English. `{id}`: the id of an
 * internal error.
 */
export type Refusals = Readonly<Record<Code, string>> & {
  /** Any other refusal. `{code}`: its code. */
  readonly other: string
  /** Follows a refusal that says when to try again. */
  readonly again: Plural
}

/** The title of `text_refused`. Any other text of this code is written by the operator, in the language of the users. */
const TEXT_REFUSED = 'The text is not permitted here: change it'
/** A longer wait is no number of seconds. */
const LONGEST_S = 3600

/** What a refusal says in a language. */
export const refusalsIn =
  (locale: string, texts: Refusals) =>
  ({ code, message, retryAfter = 0, id = '' }: Refused): string => {
    if (code === 'text_refused' && message !== TEXT_REFUSED) return message
    const known: Readonly<Record<string, unknown>> = texts
    const text = code !== 'again' && typeof known[code] === 'string' ? known[code] : texts.other
    const waits = retryAfter > 0 && retryAfter <= LONGEST_S
    return (
      fill(text, { code, id, detail: message }) +
      (waits ? count(locale, texts.again, retryAfter) : '')
    )
  }
