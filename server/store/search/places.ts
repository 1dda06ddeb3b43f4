import { Refusal } from '../../../protocol/refusals.ts'
import type { Entry } from './index.ts'

// Where one page ends and the next begins.

/** What speaks most of it first, the newest of those that do so alike. */
export type Rank = Entry & { readonly score: number }
export const byRank = (a: Rank, b: Rank): number =>
  b.score - a.score || b.at - a.at || b.room - a.room || b.seq - a.seq

export const wordOf = ({ at, room, seq }: Entry): string => `${at}_${room}_${seq}`

export const entryAfter = (word: string | undefined): Entry | undefined => {
  if (word === undefined) return undefined
  const [at, room, seq] = numbersOf(word, 3)
  return { at, room, seq } as Entry
}

export const rankAfter = (word: string | undefined): Rank | undefined => {
  if (word === undefined) return undefined
  const [score, at, room, seq] = numbersOf(word, 4)
  return { score, at, room, seq } as Rank
}

/** Refuses what is not the `next` of another page in this order. */
function numbersOf(word: string, count: number): number[] {
  const numbers = word.split('_')
  if (numbers.length !== count || !numbers.every((each) => /^-?\d{1,16}$/.test(each)))
    throw new Refusal('invalid_input', 'after must be the next of another page in the same order')
  return numbers.map(Number)
}
