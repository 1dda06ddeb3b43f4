import type { RoomId, UserId } from '../../../protocol/ids.ts'
import { wordsOf } from './words.ts'

// What the index holds in place of words: only a to z and 0 to 9, so that each database's parser takes
// it whole, none of it is syntax in any query language, and it is on nobody's list of stop words.

/** MariaDB leaves out what is longer than 84, or shorter than 3. What is clipped is compared when found. */
const LONGEST = 80

export function tokenOf(word: string): string {
  const token = /^[a-z0-9]+$/.test(word) ? `w0${word}` : `w1${spelled(word)}`
  return token.length > LONGEST ? token.slice(0, LONGEST) : token
}

/** Four digits of base 36 for each character, whatever it is. */
const spelled = (word: string): string =>
  [...word].map((each) => (each.codePointAt(0) ?? 0).toString(36).padStart(4, '0')).join('')

/**
 * A number for a room's id or a user's: the index knows them by it, at a fifth of the size. Two may
 * share one; what is found is looked at in its own room, so that this can only cost time.
 */
export const numberOf = (id: RoomId | UserId): number => Number(Bun.hash(id) & MASK)
const MASK = (1n << 52n) - 1n

export const roomToken = (room: number): string => `r0${room.toString(36)}`
/** A token in a room: so rare that what other rooms say costs whoever looks for it nothing. */
export const tokenIn = (room: number, token: string): string =>
  `p0${(BigInt(Bun.hash(token, BigInt(room))) & MASK).toString(36)}`
export const senderToken = (sender: UserId): string => `u0${numberOf(sender).toString(36)}`

/** The tokens of a message: its words as they follow each other, then what has no place among them. */
export type Body = { readonly row: readonly string[]; readonly more: readonly string[] }

export function bodyOf({ room, sender, text }: Said): Body {
  const { main, single } = wordsOf(text)
  const singles = new Set(single.map(({ word }) => tokenOf(word)))
  return {
    row: main.map(({ word }) => tokenOf(word)),
    more: [...singles, roomToken(numberOf(room)), senderToken(sender)],
  }
}

export type Said = { readonly room: RoomId; readonly sender: UserId; readonly text: string }
