import type { RoomId, UserId } from '../../../protocol/ids.ts'
import type { Body } from '../tables/search-index.ts'
import { wordsOf } from './words.ts'

// What the index holds in place of words: only a to z and 0 to 9, so that each database's parser takes
// it whole, none of it is syntax in any query language, and it is on nobody's list of stop words.

/** MariaDB leaves out what is longer than 84, or shorter than 3. What is clipped is compared when found. */
const LONGEST = 80

export function tokenOf(word: string): string {
  const token = /^[a-z0-9]+$/.test(word) ? `w0${word}` : spelled(word)
  return token.length > LONGEST ? token.slice(0, LONGEST) : token
}

/** Four digits of base 36 for each character, whatever it is. */
function spelled(word: string): string {
  let token = 'w1'
  for (let i = 0; i < word.length && token.length < LONGEST; i++) {
    const code = word.codePointAt(i) ?? 0
    if (code > 0xffff) i++
    token += spellings[code] ?? spellingOf(code)
  }
  return token
}

/** By code point, of those up to U+FFFF: to spell a character takes longer than all else that is done with it. */
const spellings: string[] = []
function spellingOf(code: number): string {
  const spelling = code.toString(36).padStart(4, '0')
  if (code <= 0xffff) spellings[code] = spelling
  return spelling
}

/**
 * A number for a room's id or a user's: the index knows them by it, at a fifth of the size. Two may
 * share one; what is found is looked at in its own room, so that this can only cost time.
 */
export const numberOf = (id: RoomId | UserId): number => hashOf(id, 0n)

export const roomToken = (room: number): string => `r0${room.toString(36)}`
/** Tokens in a room: each so rare that what other rooms say costs whoever looks for it nothing. */
export function tokensIn(room: number, tokens: readonly string[]): string[] {
  const seed = BigInt(room)
  return tokens.map((token) => `p0${hashOf(token, seed).toString(36)}`)
}
const MASK = (1n << 52n) - 1n
// A number from here on: digits of a bigint take twice as long.
const hashOf = (text: string, seed: bigint): number => Number(BigInt(Bun.hash(text, seed)) & MASK)

export const senderToken = (sender: UserId): string => `u0${numberOf(sender).toString(36)}`

export function bodyOf({ room, sender, text }: IndexedText): Body {
  const { main, single } = wordsOf(text)
  const singles = new Set(single.map(({ word }) => word))
  for (const { tail } of main) if (tail) singles.add(tail.word)
  return {
    row: main.map(({ word }) => tokenOf(word)),
    more: [...[...singles].map(tokenOf), roomToken(numberOf(room)), senderToken(sender)],
  }
}

export type IndexedText = { readonly room: RoomId; readonly sender: UserId; readonly text: string }
