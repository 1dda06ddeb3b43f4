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
 * JSON as every door takes it: at most 32 deep, no NUL and no half of a surrogate pair (databases
 * differ in what they do with these), no `__proto__`. Refuses `invalid_json`.
 */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new Refusal('invalid_json', `It nests deeper than ${LIMITS.jsonDepth}`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Refusal('invalid_json')
  }
  // Text that was decoded from UTF-8 is well formed; only an escape can bring these in.
  if (text.includes('\\u') || text.includes('__proto__')) check(value)
  return value
}

/** Counts brackets outside strings, without recursion: the parser's own stack is not to be tried. */
function isTooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (inString) {
      if (c === BACKSLASH) i++
      else if (c === QUOTE) inString = false
    } else if (c === QUOTE) inString = true
    else if (c === OPEN_BRACE || c === OPEN_BRACKET) {
      if (++depth > LIMITS.jsonDepth) return true
    } else if (c === CLOSE_BRACE || c === CLOSE_BRACKET) depth--
  }
  return false
}

const QUOTE = 34
const BACKSLASH = 92
const OPEN_BRACKET = 91
const CLOSE_BRACKET = 93
const OPEN_BRACE = 123
const CLOSE_BRACE = 125

function check(value: unknown): void {
  if (typeof value === 'string') checkText(value)
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
