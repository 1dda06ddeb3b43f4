import { Refusal } from '../../../protocol/refusals.ts'
import type { Entry } from '../tables/search-index.ts'

// Where one page ends and the next begins.

/** What speaks most of it first, the newest of those that do so alike. */
export type Rank = Entry & { readonly score: number }
export const byRank = (a: Rank, b: Rank): number =>
  b.score - a.score || b.at - a.at || b.room - a.room || b.seq - a.seq

export const tokenOfEntry = ({ at, room, seq }: Entry): string => `${at}_${room}_${seq}`

export const entryAfter = (word: string | undefined): Entry | undefined => {
  if (word === undefined) return undefined
  const [at, room, seq] = numbersOf(word, 3)
  return { at, room, seq } as Entry
}

/** A place in the order of rank, and the newest of those that were put in that order. */
export type RankPlace = { readonly place: Rank; readonly newest: Entry }
export const tokenOfRank = ({ place, newest }: RankPlace): string =>
  `${place.score}_${tokenOfEntry(place)}_${tokenOfEntry(newest)}`

export const rankAfter = (word: string | undefined): RankPlace | undefined => {
  if (word === undefined) return undefined
  const [score, at, room, seq, ...newest] = numbersOf(word, 7)
  const [lastAt, lastRoom, lastSeq] = newest
  return {
    place: { score, at, room, seq } as Rank,
    newest: { at: lastAt, room: lastRoom, seq: lastSeq } as Entry,
  }
}

/** Refuses what is not the `next` of another page in this order. */
function numbersOf(word: string, count: number): number[] {
  const numbers = word.split('_')
  if (numbers.length !== count || !numbers.every((each) => /^-?\d{1,16}$/.test(each)))
    throw new Refusal('invalid_input', 'after must be the next of another page in the same order')
  return numbers.map(Number)
}
