import type { RoomId, UserId } from '../../../protocol/ids.ts'
import type { Body } from '../tables/search-index.ts'
import { wordsOf } from './words.ts'

// The index contains tokens instead of words. A token consists of a to z and 0 to 9 only, so that every
// database's parser reads it as one word, it is never syntax of a query language, and never a stop word.

/** MariaDB ignores tokens of more than 84 characters, or fewer than 3. Messages are compared by their whole words. */
const LONGEST = 80

export function tokenOf(word: string): string {
  const token = /^[a-z0-9]+$/.test(word) ? `w0${word}` : spelled(word)
  return token.length > LONGEST ? token.slice(0, LONGEST) : token
}

/** Four digits of base 36 for each character. */
function spelled(word: string): string {
  let token = 'w1'
  for (let i = 0; i < word.length && token.length < LONGEST; i++) {
    const code = word.codePointAt(i) ?? 0
    if (code > 0xffff) i++
    token += spellings[code] ?? spellingOf(code)
  }
  return token
}

/** A cache by code point, up to U+FFFF: spelling a character is the slowest step of indexing it. */
const spellings: string[] = []
function spellingOf(code: number): string {
  const spelling = code.toString(36).padStart(4, '0')
  if (code <= 0xffff) spellings[code] = spelling
  return spelling
}

/**
 * The number that stands for the id of a room or user in the index, at a fifth of the size. Two ids can have
 * the same number. That costs only time, because results are checked by the message itself.
 */
export const numberOf = (id: RoomId | UserId): number => hashOf(id, 0n)

export const roomToken = (room: number): string => `r0${room.toString(36)}`
/** The tokens as tokens of one room: they are so rare that a search in a room does not read other rooms' messages. */
export function tokensIn(room: number, tokens: readonly string[]): string[] {
  const seed = BigInt(room)
  return tokens.map((token) => `p0${hashOf(token, seed).toString(36)}`)
}
const MASK = (1n << 52n) - 1n
// The result is a number, because writing the digits of a bigint takes twice as long.
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
