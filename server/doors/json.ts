import { LIMITS } from '../../protocol/limits.ts'
import { Refusal } from '../../protocol/refusals.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/** Bytes as text. Bun itself would replace what is not UTF-8 and say nothing. */
export function decodeUtf8(bytes: ArrayBuffer | Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new Refusal('invalid_json', 'The text is not UTF-8')
  }
}

/**
 * JSON as every door takes it: at most 32 deep and `values` elements and keys, no NUL and no half of a
 * surrogate pair (databases differ in what they do with these), no `__proto__`, no number beyond 64-bit
 * floating point (1e400). Sizes are looked at before anything is made of the text. Refuses
 * `invalid_json` and `too_large`.
 */
export function parseJson(text: string, values: number = LIMITS.jsonValues): unknown {
  const mayBeInfinite = scan(text, values)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Refusal('invalid_json')
  }
  // Text that was decoded from UTF-8 is well formed; only an escape can bring these in.
  if (mayBeInfinite || text.includes('\\u') || text.includes('__proto__')) check(value)
  return value
}

/**
 * Counts brackets, elements and keys outside strings, without recursion: neither the parser's stack nor
 * its memory is to be tried. Answers whether there may be a number that is too large.
 */
function scan(text: string, most: number): boolean {
  let depth = 0
  let values = 0
  let digits = 0
  let mayBeInfinite = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c >= ZERO && c <= NINE) {
      if (++digits > FINITE_DIGITS) mayBeInfinite = true
      continue
    }
    // An exponent, which is behind a digit: not the e of `true`.
    if (digits > 0 && (c === LOWER_E || c === UPPER_E)) mayBeInfinite = true
    digits = 0
    if (c === QUOTE) i = endOfString(text, i)
    else if (c === COMMA) values++
    else if (c === OPEN_BRACE || c === OPEN_BRACKET) {
      values++
      if (++depth > LIMITS.jsonDepth)
        throw new Refusal('invalid_json', `It nests deeper than ${LIMITS.jsonDepth}`)
    } else if (c === CLOSE_BRACE || c === CLOSE_BRACKET) depth--
    if (values > most)
      throw new Refusal('too_large', `It holds more than ${most} elements and keys`)
  }
  return mayBeInfinite
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

/** Fewer digits than that are a finite number: the largest has 309. */
const FINITE_DIGITS = 308
const ZERO = 48
const NINE = 57
const UPPER_E = 69
const LOWER_E = 101
const COMMA = 44
const QUOTE = 34
const BACKSLASH = 92
const OPEN_BRACKET = 91
const CLOSE_BRACKET = 93
const OPEN_BRACE = 123
const CLOSE_BRACE = 125

function check(value: unknown): void {
  if (typeof value === 'string') checkText(value)
  else if (typeof value === 'number' && !Number.isFinite(value))
    throw new Refusal('invalid_json', 'A number is too large')
  else if (Array.isArray(value)) for (const item of value) check(item)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (key === '__proto__') throw new Refusal('invalid_json', 'A key may not be __proto__')
      checkText(key)
      check(item)
    }
  }
}

function checkText(text: string): void {
  if (text.includes('\0')) throw new Refusal('invalid_json', 'Text may not contain NUL')
  if (!text.isWellFormed()) throw new Refusal('invalid_json', 'Text contains half a surrogate pair')
}
