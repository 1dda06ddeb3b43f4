import { Refusal } from '../../../protocol/refusals.ts'
import type { Entry } from '../tables/search-index.ts'

// The tokens from which the next page of search results continues.

/** Results by score, and with the same score the newest first. */
export type Rank = Entry & { readonly score: number }
export const byRank = (a: Rank, b: Rank): number =>
  b.score - a.score || b.at - a.at || b.room - a.room || b.seq - a.seq

export const tokenOfEntry = ({ at, room, seq }: Entry): string => `${at}_${room}_${seq}`

export const entryAfter = (token: string | undefined): Entry | undefined => {
  if (token === undefined) return undefined
  const [at, room, seq] = numbersOf(token, 3)
  return { at, room, seq } as Entry
}

/** A position in the order of rank, and the newest of the ranked results. */
export type RankPosition = { readonly position: Rank; readonly newest: Entry }
export const tokenOfRank = ({ position, newest }: RankPosition): string =>
  `${position.score}_${tokenOfEntry(position)}_${tokenOfEntry(newest)}`

export const rankAfter = (token: string | undefined): RankPosition | undefined => {
  if (token === undefined) return undefined
  const [score, at, room, seq, ...newest] = numbersOf(token, 7)
  const [lastAt, lastRoom, lastSeq] = newest
  return {
    position: { score, at, room, seq } as Rank,
    newest: { at: lastAt, room: lastRoom, seq: lastSeq } as Entry,
  }
}

/** Refuses a token that is not the `next` of another page in this order. */
function numbersOf(token: string, count: number): number[] {
  const numbers = token.split('_')
  if (numbers.length !== count || !numbers.every((each) => /^-?\d{1,16}$/.test(each)))
    throw new Refusal('invalid_input', 'after must be the next of another page in the same order')
  return numbers.map(Number)
}
