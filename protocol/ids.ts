import * as z from 'zod'
import { NOT_IN_IDS } from './characters.ts'
import { LIMITS } from './limits.ts'

/** The prefixes of ids: one for each kind of object that has an id of its own, besides users. */
export type IdPrefix =
  | 'room'
  | 'msg'
  | 'inv'
  | 'jrq'
  | 'req'
  | 'key'
  | 'job'
  | 'ses'
  | 'link'
  | 'idn'
  | 'pky'
  | 'san'
  | 'ers'
  | 'exp'
  | 'hld'
  | 'rpt'
  | 'wrd'

/**
 * An id is a TypeID (https://github.com/jetify-com/typeid): a prefix and a UUIDv7 as 26 letters of Crockford's
 * base32, so that ids sort by the time of their creation. Each kind has its own type: code that passes a message's id
 * as a room's does not compile.
 */
const typed = (prefix: IdPrefix) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`), `must be a ${prefix}_… id`)

export const RoomId = typed('room').brand<'RoomId'>().meta({ id: 'RoomId' })
export type RoomId = z.infer<typeof RoomId>

export const MessageId = typed('msg').brand<'MessageId'>().meta({ id: 'MessageId' })
export type MessageId = z.infer<typeof MessageId>

export const InvitationId = typed('inv').brand<'InvitationId'>().meta({ id: 'InvitationId' })
export type InvitationId = z.infer<typeof InvitationId>

export const JoinRequestId = typed('jrq').brand<'JoinRequestId'>().meta({ id: 'JoinRequestId' })
export type JoinRequestId = z.infer<typeof JoinRequestId>

export const RequestId = typed('req').brand<'RequestId'>().meta({ id: 'RequestId' })
export type RequestId = z.infer<typeof RequestId>

export const KeyId = typed('key').brand<'KeyId'>().meta({ id: 'KeyId' })
export type KeyId = z.infer<typeof KeyId>

export const JobId = typed('job').brand<'JobId'>().meta({ id: 'JobId' })
export type JobId = z.infer<typeof JobId>

export const SessionId = typed('ses').brand<'SessionId'>().meta({ id: 'SessionId' })
export type SessionId = z.infer<typeof SessionId>

export const LinkId = typed('link').brand<'LinkId'>().meta({ id: 'LinkId' })
export type LinkId = z.infer<typeof LinkId>

export const IdentityId = typed('idn').brand<'IdentityId'>().meta({ id: 'IdentityId' })
export type IdentityId = z.infer<typeof IdentityId>

export const PasskeyId = typed('pky').brand<'PasskeyId'>().meta({ id: 'PasskeyId' })
export type PasskeyId = z.infer<typeof PasskeyId>

export const SanctionId = typed('san').brand<'SanctionId'>().meta({ id: 'SanctionId' })
export type SanctionId = z.infer<typeof SanctionId>

export const ErasureId = typed('ers').brand<'ErasureId'>().meta({ id: 'ErasureId' })
export type ErasureId = z.infer<typeof ErasureId>

export const ExportId = typed('exp').brand<'ExportId'>().meta({ id: 'ExportId' })
export type ExportId = z.infer<typeof ExportId>

export const LegalHoldId = typed('hld').brand<'LegalHoldId'>().meta({ id: 'LegalHoldId' })
export type LegalHoldId = z.infer<typeof LegalHoldId>

export const ReportId = typed('rpt').brand<'ReportId'>().meta({ id: 'ReportId' })
export type ReportId = z.infer<typeof ReportId>

export const WordListId = typed('wrd').brand<'WordListId'>().meta({ id: 'WordListId' })
export type WordListId = z.infer<typeof WordListId>

/** The ids by prefix. A prefix that is added does not compile until it is here. */
export const IDS = {
  room: RoomId,
  msg: MessageId,
  inv: InvitationId,
  jrq: JoinRequestId,
  req: RequestId,
  key: KeyId,
  job: JobId,
  ses: SessionId,
  link: LinkId,
  idn: IdentityId,
  pky: PasskeyId,
  san: SanctionId,
  ers: ErasureId,
  exp: ExportId,
  hld: LegalHoldId,
  rpt: ReportId,
  wrd: WordListId,
} as const satisfies {
  readonly [P in IdPrefix]: z.ZodType
}

export const UserId = z
  .string()
  .min(1, 'is empty')
  .max(LIMITS.foreignIdLength, `must have at most ${LIMITS.foreignIdLength} characters`)
  .regex(new RegExp(`^[^${NOT_IN_IDS}]+$`, 'u'), 'must have no spaces or control characters')
  .brand<'UserId'>()
  .meta({
    id: 'UserId',
    description:
      'The app’s id of a user to whom it issues tokens, or the server’s id of a guest (`guest_…`) or of a user with an account (`person_…`).',
  })
export type UserId = z.infer<typeof UserId>

/** Whose usage is counted: a user's, or that of the requests of one address without a token. */
export type Subject = UserId | `address ${string}`

/** A log for nodes only, which no transport delivers: see `memberships.ts`. */
export type MembershipsLog = `rooms:${UserId}`
export type Log = RoomId | `user:${UserId}` | MembershipsLog
export const Log = (z.string() as unknown as z.ZodType<Log>).meta({
  id: 'Log',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a template type in the generated file.
  'x-typescript': 'RoomId | `user:${UserId}`',
  description: 'The log of a room (its id), or of a user’s own data (`user:` and the user’s id).',
})
export const logOf = (user: UserId): Log => `user:${user}`
/** The user of a user's own log. */
export const ownerOf = (log: Log): UserId => log.slice('user:'.length) as UserId
export const membershipsOf = (user: UserId): MembershipsLog => `rooms:${user}`
export const isMemberships = (log: Log): log is MembershipsLog => log.startsWith('rooms:')
export const userOf = (log: MembershipsLog): UserId => log.slice('rooms:'.length) as UserId

export const Cursor = z.string().min(1).max(8192).brand<'Cursor'>().meta({
  id: 'Cursor',
  description:
    'An opaque string that says how far a client has received events, over all its logs.',
})
export type Cursor = z.infer<typeof Cursor>

/** The system user: the server acts as it, and so does the app in commands without a `sender`. */
export const SYSTEM = 'parlance' as UserId

/** The random part of an id: 26 letters of Crockford's base32. */
const SUFFIX = '[0-7][0-9a-hjkmnp-tv-z]{25}'

/** The ids of users that the server creates. The app's tokens and keys cannot use them. */
const OUR_USERS = new RegExp(`^(?:guest_|person_${SUFFIX}$|parlance$)`)
const ACCOUNT_USERS = new RegExp(`^person_${SUFFIX}$`)
/** Whether an id is that of a user who signed up. Guests who signed up keep their own ids. */
export const isAccountId = (user: string): boolean => ACCOUNT_USERS.test(user)
export const isOurs = (user: string): boolean => OUR_USERS.test(user)

/**
 * Ids that an app cannot give to its users: the server's own, path segments with a meaning (`…/members/me`, and `.`
 * and `..`, which clients resolve before the request), and ids with the form of another object's id, because GraphQL
 * caches identify every object by its id alone.
 */
export const NOT_RESERVED = new RegExp(
  `^(?!guest_|(?:person|${Object.keys(IDS).join('|')})_${SUFFIX}$|(?:parlance|me|\\.{1,2})$)`,
)
export const isReserved = (user: string): boolean => !NOT_RESERVED.test(user)

export const isGuestId = (user: string): boolean => user.startsWith('guest_')

/** The prefix of quick guests: they have no token, and exist for one connection to a quick room. */
export const QUICK_GUEST = 'guest_quick'
export const isQuickGuest = (user: string): boolean => user.startsWith(`${QUICK_GUEST}_`)

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** The number of ids that one process can create with the same millisecond. */
const PER_MS = 4096
let last = { ms: 0, count: 0 }

/**
 * A new id (UUIDv7, RFC 9562, with a counter of 12 bits in `rand_a`) for the time `ms`. Each id of a process sorts
 * after the one before, even within a millisecond or after the clock was set back. 62 random bits make it unique.
 */
export function newId<T extends string>(
  prefix: IdPrefix | 'guest' | 'person' | typeof QUICK_GUEST,
  ms: number,
): T {
  if (ms > last.ms) last = { ms, count: 0 }
  else if (last.count + 1 < PER_MS) last.count++
  else last = { ms: last.ms + 1, count: 0 }
  const bytes = timed(last.ms)
  crypto.getRandomValues(bytes.subarray(8))
  bytes[6] = 0x70 | (last.count >> 8)
  bytes[7] = last.count & 0xff
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return `${prefix}_${base32(bytes)}` as T
}

/** A bound for comparisons: it sorts before every id created at `ms` or later, and after every earlier one. */
export const firstIdAt = (prefix: 'msg', ms: number): string => `${prefix}_${base32(timed(ms))}`

/** The time at which an id was created, in ms of the epoch. */
export function timeOf(id: MessageId | JobId): number {
  let time = 0
  for (const letter of id.slice(id.indexOf('_') + 1).slice(0, 10))
    time = time * 32 + ALPHABET.indexOf(letter)
  return time
}

/** A time in the first 48 bits. */
function timed(ms: number): Uint8Array {
  const bytes = new Uint8Array(16)
  let time = Math.max(0, ms)
  for (let i = 5; i >= 0; i--) {
    bytes[i] = time % 256
    time = Math.floor(time / 256)
  }
  return bytes
}

/** 128 bits as 26 letters, high bits first: the first letter carries 3 bits. */
function base32(bytes: Uint8Array): string {
  let out = ''
  let bits = 2 // two zero bits in front, as 26 letters hold 130
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      out += ALPHABET[(value >>> bits) & 31]
      value &= (1 << bits) - 1
    }
  }
  return out
}
