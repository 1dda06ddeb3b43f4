/** The server accepts so many bytes of text in a message. */
export const MOST_BYTES = 16 * 1024
/** The limit is shown when so many are left. */
const NEAR = 1024

const encoder = new TextEncoder()
export const bytesOf = (text: string): number => encoder.encode(text).length

/** How much is left, near the limit; less than zero beyond it. */
export function leftOf(text: string): number | undefined {
  // A character has at most three bytes, and a pair of two four.
  if (text.length * 3 <= MOST_BYTES - NEAR) return undefined
  const left = MOST_BYTES - bytesOf(text)
  return left <= NEAR ? left : undefined
}

/** The beginning of a text that fits into `bytes`, without a half character. */
export function beginningOf(text: string, bytes: number): string {
  const target = new Uint8Array(Math.max(0, bytes))
  const { read } = encoder.encodeInto(text, target)
  return text.slice(0, read)
}
