import * as z from 'zod'
import { UNSEEN } from './characters.ts'
import { LIMITS } from './limits.ts'

/**
 * Ids are typed words (TypeID, https://github.com/jetify-com/typeid): a prefix, and a UUIDv7 in 26
 * letters of Crockford's base32, so they sort by the time they were made. Each is a type of its own:
 * a message's id does not compile where a room's is wanted.
 */
const typed = <P extends string>(prefix: P) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`), `must be a ${prefix}_… id`)

export const RoomId = typed('room').brand<'RoomId'>().meta({ id: 'RoomId' })
export type RoomId = z.infer<typeof RoomId>

export const MessageId = typed('msg').brand<'MessageId'>().meta({ id: 'MessageId' })
export type MessageId = z.infer<typeof MessageId>

export const InvitationId = typed('inv').brand<'InvitationId'>().meta({ id: 'InvitationId' })
export type InvitationId = z.infer<typeof InvitationId>

export const KeyId = typed('key').brand<'KeyId'>().meta({ id: 'KeyId' })
export type KeyId = z.infer<typeof KeyId>

export const UserId = z
  .string()
  .min(1, 'is empty')
  .max(LIMITS.foreignIdLength, `must have at most ${LIMITS.foreignIdLength} characters`)
  .regex(new RegExp(`^[^${UNSEEN}]+$`, 'u'), 'must have no spaces or control characters')
  .brand<'UserId'>()
  .meta({
    id: 'UserId',
    description: 'The app’s own id where the app issues the token, else one of ours (`guest_…`).',
  })
export type UserId = z.infer<typeof UserId>

/** `rooms:`, and the user: see `memberships.ts`. No door tells it. */
export type MembershipsLog = `rooms:${UserId}`
export type Log = RoomId | `user:${UserId}` | MembershipsLog
export const Log = (z.string() as unknown as z.ZodType<Log>).meta({
  id: 'Log',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is one, in what is generated.
  'x-typescript': 'RoomId | `user:${UserId}`',
  description: 'A room’s id, or `user:` and the user’s id for the user’s own affairs.',
})
export const logOf = (user: UserId): Log => `user:${user}`
export const membershipsOf = (user: UserId): MembershipsLog => `rooms:${user}`
export const isMemberships = (log: Log): log is MembershipsLog => log.startsWith('rooms:')
export const userOf = (log: MembershipsLog): UserId => log.slice('rooms:'.length) as UserId

export const Cursor = z
  .string()
  .min(1)
  .max(8192)
  .brand<'Cursor'>()
  .meta({ id: 'Cursor', description: 'The opaque word that says how far a client has received.' })
export type Cursor = z.infer<typeof Cursor>

/** The user as whom the server itself acts, and the app where it does not say as whom. */
export const SYSTEM = 'parlance' as UserId

/** Users that the app did not name: neither its tokens nor its keys can claim one of these ids. */
const OUR_USERS = /^(?:guest_|parlance$)/
export const isOurs = (user: string): boolean => OUR_USERS.test(user)

/**
 * What stands at a user's place in an address and is no user: `…/members/me`, and the `.` and `..` of every
 * URL, which clients resolve before they ask. No app can give these ids, or ours, to its users.
 */
/** Nor ids of other things: each id names one thing of the whole server, by which caches of GraphQL keep it. */
export const NOT_RESERVED =
  /^(?!guest_|(?:room|msg|inv|key)_[0-7][0-9a-hjkmnp-tv-z]{25}$|(?:parlance|me|\.{1,2})$)/
export const isReserved = (user: string): boolean => !NOT_RESERVED.test(user)

/** Guests who came into a quick room: they have no token, and are there as long as one connection. */
export const QUICK_GUEST = 'guest_quick'
export const isQuickGuest = (user: string): boolean => user.startsWith(`${QUICK_GUEST}_`)

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** Ids of one millisecond. */
const PER_MS = 4096
let last = { ms: 0, count: 0 }

/**
 * A new id (UUIDv7, RFC 9562, with a counter of 12 bits in `rand_a`), made at `ms`: of this process each
 * sorts after the one before, also within a millisecond and when the clock is set back. Unique by 62
 * random bits.
 */
export function newId<T extends string>(
  prefix: 'room' | 'msg' | 'inv' | 'key' | 'guest' | typeof QUICK_GUEST,
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

/** Comes before every id that was made then or later, and after every one made before. */
export const firstIdAt = (prefix: 'msg', ms: number): string => `${prefix}_${base32(timed(ms))}`

/** When an id was made, in ms. */
export function timeOf(id: MessageId): number {
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
