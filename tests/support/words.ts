import { REFUSALS, type RefusalCode } from '../../protocol/refusals.ts'

/** The texts that are the same as in English on purpose: names, signs, and words that both languages have. */
export const EQUAL_TO_ENGLISH: Readonly<
  Record<'de' | 'es' | 'fr' | 'ar' | 'ja', readonly string[]>
> = {
  de: [
    'acts.moderation',
    'bot',
    'code',
    'details',
    'inboxTabs.threads',
    'lobby',
    'moderation.inRoom',
    'moderation.serverRoles.administrator',
    'moderation.serverRoles.moderator',
    'passkeys',
    'person',
    'presences.offline',
    'presences.online',
    'product',
    'roles.admin',
    'roles.moderator',
    'says',
    'serverRoles.administrator',
    'status',
    'thread',
    'titleWith',
  ],
  es: ['bot', 'product', 'roles.admin', 'says', 'titleWith'],
  fr: [
    'bot',
    'code',
    'email',
    'inboxTabs.mentions',
    'invitations',
    'mentions',
    'moderation.slowMinutes',
    'product',
    'roles.admin',
    'titleWith',
  ],
  ar: ['product', 'says', 'titleWith'],
  ja: ['product', 'titleWith'],
}

/** The refusals that no request of the app causes. */
export const IMPOSSIBLE: readonly RefusalCode[] = [
  'invalid_json',
  'invalid_frame',
  'invalid_cursor',
  'invalid_host',
  'invalid_operation',
  'unknown_operation',
  'too_complex',
  'unknown_command',
  'invalid_key',
  'hello_missing',
  'hello_late',
  'origin_refused',
  'method_not_allowed',
  'job_running',
  'read_behind',
  'read_ahead',
  'unsupported_encoding',
  'body_incomplete',
]

/** All others. */
export const REFUSED = (Object.keys(REFUSALS) as RefusalCode[]).filter(
  (code) => !IMPOSSIBLE.includes(code),
)
