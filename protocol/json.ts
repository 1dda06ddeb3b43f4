import { LIMITS } from './limits.ts'
import { numberOf } from './numbers.ts'
import { Refusal } from './refusals.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Decodes UTF-8. Bun's own decoding replaces invalid bytes silently. */
export function decodeUtf8(bytes: ArrayBuffer | Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new Refusal('invalid_json', 'The text is not UTF-8: encode it as UTF-8')
  }
}

/**
 * Parses JSON by the rules of every transport: those of `readJson`, and no `__proto__`, NUL or half surrogate pair
 * (databases differ in how they store these). Refuses `invalid_json` and `too_large`.
 */
export function parseJson(text: string, values?: number): unknown {
  const value = readJson(text, values)
  // Text that was decoded from UTF-8 is well formed. Only an escape can contain these characters.
  if (text.includes('\\u') || text.includes('__proto__')) checkJson(value)
  return value
}

/**
 * Parses JSON of at most 32 levels and `values` elements and keys, without duplicate keys. Sizes are checked before
 * parsing. A number that would be changed becomes `NaN`, which every schema rejects, so that the refusal names its
 * field. Refuses `invalid_json` and `too_large`.
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

/** Removes a byte order mark: parsers may ignore it (RFC 8259, 8.1). */
export const withoutMark = (text: string): string =>
  text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text

/** Checks a value that was not parsed from JSON text by the rules of `parseJson`. */
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
 * Counts brackets, elements and keys outside strings, without recursion, before the parser's stack and memory are
 * used. `hasLongNumbers`: whether a number may be one that would be changed.
 */
function scan(text: string, maxValues: number): { keys: number; hasLongNumbers: boolean } {
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
      // The e of an exponent follows a digit, unlike the e of `true`.
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
    if (values > maxValues)
      throw new Refusal(
        'too_large',
        `JSON may have ${maxValues} elements and keys at most: send less at once`,
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
/** Every decimal of at most 15 digits survives the conversion to a 64-bit floating point number and back. */
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

/** A reviver for `JSON.parse`. `source`: the number as it is written in the text. */
export const keptNumber = (
  _: string,
  value: unknown,
  { source }: { source?: string } = {},
): unknown => (typeof value === 'number' ? numberOf(source ?? '') : value)

/** The same up to the first rejected number, which is enough to refuse the input. */
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
