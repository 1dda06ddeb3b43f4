import * as z from 'zod'
import { LIMITS } from './limits.ts'

/** Handles that look like the server's own, or like a mention of many users. */
const RESERVED = ['admin', 'administrator', 'all', 'channel', 'everyone', 'here', 'me', 'moderator']
  .concat(['parlance', 'room', 'root', 'staff', 'support', 'system'])
  .map(looksLike)
  .join('|')

/**
 * A unique name for signing in and for finding a person. Only ASCII letters are allowed, so no letter of another
 * script and no direction mark can imitate one.
 */
export const Handle = z
  .string()
  .min(2)
  .max(LIMITS.handleLength)
  .regex(
    new RegExp(`^(?!(?:${RESERVED})$)[A-Za-z0-9](?:[A-Za-z0-9._\\-]*[A-Za-z0-9])$`),
    'must be 2 to 32 of a-z, 0-9, . _ and -, begin and end with a-z or 0-9, and not be reserved',
  )
  .transform((handle) => handle.toLowerCase())
  .pipe(z.string())
  .meta({
    id: 'Handle',
    description:
      'A unique name: 2 to 32 of a-z, 0-9, `.`, `_` and `-`. Capital letters become lower-case ones.',
  })

/** A pattern for a word and what looks like it, in both cases. */
function looksLike(word: string): string {
  const letters = [...word].map((letter) => {
    const both = `${letter}${letter.toUpperCase()}`
    if (letter === 'm') return `(?:[${both}]|[rR][nN])`
    return `[${both}${letter === 'o' ? '0' : letter === 'l' ? '1' : ''}]`
  })
  return letters.join('')
}

/**
 * What must be unique of a handle: two handles that look alike have the same key. The pairs are those of
 * https://www.unicode.org/reports/tr39/ within the allowed characters, and `vv`; the separators count as one.
 */
export function foldHandle(handle: string): string {
  return handle
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll(/[._-]+/g, '-')
}

export const Locale = z
  .string()
  .max(LIMITS.localeLength)
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'must be a language tag, such as de or pt-BR')
  .refine(
    (tag) => isAccepted(() => Intl.getCanonicalLocales(tag)),
    'must be a language tag, such as de or pt-BR',
  )
  .meta({ id: 'Locale', description: 'A language tag (BCP 47), such as `de` or `pt-BR`.' })

export const TimeZone = z
  .string()
  .max(LIMITS.timeZoneLength)
  .regex(
    /^(?:UTC|[A-Z][A-Za-z_]+(?:\/[A-Z](?:\w|[+]|-)+){1,2})$/,
    'must be a time zone, such as Europe/Paris',
  )
  .refine(
    (zone) => isAccepted(() => new Intl.DateTimeFormat('en', { timeZone: zone })),
    'must be a time zone, such as Europe/Paris',
  )
  .meta({
    id: 'TimeZone',
    description: 'A time zone of the IANA database, such as `Europe/Paris`.',
  })

/** Intl throws for a value that it does not know. */
function isAccepted(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch {
    return false // the value is not valid: the schema says so
  }
}
