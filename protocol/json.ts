import { LIMITS } from './limits.ts'
import { numberOf } from './numbers.ts'
import { Refusal } from './refusals.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes as text. Bun itself would replace what is not UTF-8 and say nothing. */
export function decodeUtf8(bytes: ArrayBuffer | Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new Refusal('invalid_json', 'The text is not UTF-8: encode it as UTF-8')
  }
}

/**
 * JSON as every door takes it: what `readJson` says, without NUL and half surrogate pairs (databases differ
 * in what they do with these), and without `__proto__`. Refuses `invalid_json` and `too_large`.
 */
export function parseJson(text: string, values?: number): unknown {
  const value = readJson(text, values)
  // Text that was decoded from UTF-8 is well formed; only an escape can bring these in.
  if (text.includes('\\u') || text.includes('__proto__')) checkJson(value)
  return value
}

/**
 * At most 32 deep and `values` elements and keys, no key twice in an object. A number that would not be
 * kept is `NaN`, which no schema takes, so that the refusal names its field. Sizes are looked at before
 * anything is made of the text. Refuses `invalid_json` and `too_large`.
 */
export function readJson(text: string, values: number = LIMITS.jsonValues): unknown {
  const json = withoutMark(text)
  const { keys, hasLongNumbers } = scan(json, values)
  let value: unknown
  try {
    value = hasLongNumbers ? JSON.parse(json, keptNumbers()) : JSON.parse(json)
  } catch {
    throw new Refusal('invalid_json')
  }
  if (countKeys(value) !== keys)
    throw new Refusal('invalid_json', 'A JSON object has the same key twice: send each key once')
  return value
}

/** RFC 8259, 8.1: nobody is to send a byte order mark, and whoever reads may overlook it. */
export const withoutMark = (text: string): string =>
  text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text

/** What came as something else than JSON text, and is to be as if it had. */
export function checkJson(value: unknown, depth = 0): void {
  if (typeof value === 'string') return checkText(value)
  if (typeof value !== 'object' || value === null) return
  if (depth === LIMITS.jsonDepth) throw tooDeep()
  if (Array.isArray(value)) for (const item of value) checkJson(item, depth + 1)
  else
    for (const [key, item] of Object.entries(value)) {
      if (key === '__proto__')
        throw new Refusal('invalid_json', 'A key may not be __proto__: give it another name')
      checkText(key)
      checkJson(item, depth + 1)
    }
}

const tooDeep = () =>
  new Refusal('invalid_json', `JSON may be nested ${LIMITS.jsonDepth} deep at most: flatten it`)

/**
 * Counts brackets, elements and keys outside strings, without recursion: neither the parser's stack nor
 * its memory is to be tried. Says, too, whether there may be a number that would not be kept.
 */
function scan(text: string, most: number): { keys: number; hasLongNumbers: boolean } {
  let depth = 0
  let values = 0
  let keys = 0
  let digits = 0
  let hasLongNumbers = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c >= ZERO && c <= NINE) {
      if (++digits > EXACT_DIGITS) hasLongNumbers = true
      continue
    }
    if (digits > 0) {
      if (c === POINT) continue
      // An exponent, which is behind a digit: not the e of `true`.
      if (c === LOWER_E || c === UPPER_E) hasLongNumbers = true
      digits = 0
    }
    if (c === QUOTE) i = endOfString(text, i)
    else if (c === COMMA) values++
    else if (c === COLON) keys++
    else if (c === OPEN_BRACE || c === OPEN_BRACKET) {
      values++
      if (++depth > LIMITS.jsonDepth) throw tooDeep()
    } else if (c === CLOSE_BRACE || c === CLOSE_BRACKET) depth--
    if (values > most)
      throw new Refusal(
        'too_large',
        `JSON may hold ${most} elements and keys at most: send less at once`,
      )
  }
  return { keys, hasLongNumbers }
}

function endOfString(text: string, start: number): number {
  let i = start + 1
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === BACKSLASH) i++
    else if (c === QUOTE) break
  }
  return i
}

const BYTE_ORDER_MARK = '\ufeff'
/** A decimal of that many digits is that of one 64-bit floating point number, and comes out of it again. */
const EXACT_DIGITS = 15
const ZERO = 48
const NINE = 57
const POINT = 46
const COLON = 58
const UPPER_E = 69
const LOWER_E = 101
const COMMA = 44
const QUOTE = 34
const BACKSLASH = 92
const OPEN_BRACKET = 91
const CLOSE_BRACKET = 93
const OPEN_BRACE = 123
const CLOSE_BRACE = 125

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) for (const item of value) count += countKeys(item)
  else for (const key in value) count += 1 + countKeys(Reflect.get(value, key))
  return count
}

/** For `JSON.parse`. `source`: the number as it stands in the text. */
export const keptNumber = (
  _: string,
  value: unknown,
  { source }: { source?: string } = {},
): unknown => (typeof value === 'number' ? numberOf(source ?? '') : value)

/** The same, up to the first number that is refused: one is enough to refuse the input. */
function keptNumbers(): typeof keptNumber {
  let isRefused = false
  return (key, value, context) => {
    const kept = isRefused ? value : keptNumber(key, value, context)
    isRefused ||= Number.isNaN(kept)
    return kept
  }
}

function checkText(text: string): void {
  if (text.includes('\0'))
    throw new Refusal('invalid_json', 'Text may not contain NUL (U+0000): remove it')
  if (!text.isWellFormed())
    throw new Refusal(
      'invalid_json',
      'Text contains half of a surrogate pair: send whole characters',
    )
}
