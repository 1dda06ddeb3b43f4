import type { Span } from '../../domain/ports.ts'
import { tokenOf } from './tokens.ts'
import { type Word, type Words, wordsOf } from './words.ts'

/** Words that must follow one another in a text, as they do in the search. */
export type Term = readonly Word[]

/** The most words of a search: each one is compared with every candidate. No real search needs more. */
const WORDS = 32

/** Splits the searched texts into terms. Texts without a word, and repeated ones, are ignored. */
export function termsOf(texts: readonly string[]): Term[] {
  const terms = new Map<string, Term>()
  let left = WORDS
  for (const text of texts) {
    const { main } = wordsOf(text)
    const term = main.slice(0, left)
    const key = term
      .map(({ word, dot, tail }) => `${dot === undefined ? '' : '.'}${tail?.word ?? word}`)
      .join(' ')
    if (key === '' || terms.has(key)) continue
    terms.set(key, term)
    left -= term.length
  }
  return [...terms.values()]
}

/** The rows of tokens for the index. The index may find messages that do not match, but misses none. */
export function rowsOf(terms: readonly Term[]): string[][] {
  const rows: string[][] = []
  for (const term of terms) {
    let row: string[] = []
    for (const { tail } of term) if (tail) rows.push([tokenOf(tail.word)])
    if (term.length === 1 && term[0]?.tail) continue
    for (const { word, alone } of term)
      if (alone) {
        rows.push(row, [tokenOf(word)])
        row = []
      } else row.push(tokenOf(word))
    rows.push(row)
  }
  return rows.filter((row) => row.length > 0).flatMap(shortRows)
}

/** A row of so many tokens narrows a search as well as a longer one, which costs more for each of its tokens. */
const ROW = 6

/** A longer row as its beginning, and its other tokens in any order: the texts are compared afterwards. */
function shortRows(row: string[]): string[][] {
  if (row.length <= ROW) return [row]
  const first = row.slice(0, ROW)
  const others = new Set(row.slice(ROW).filter((token) => !first.includes(token)))
  return [first, ...[...others].map((token) => [token])]
}

/** The positions of the terms in a text, in its order. Undefined unless the text contains all of them. */
export function spansIn({ main, single }: Words, terms: readonly Term[]): Span[] | undefined {
  // Only the words of the terms are kept: a text may have thousands of others.
  const positions = new Map<string, Map<number, Word>>()
  for (const term of terms) for (const { word } of term) positions.set(word, new Map())
  for (const words of [single, main])
    for (const word of words) positions.get(word.word)?.set(word.at, word)
  const spans: Span[] = []
  for (const term of terms) {
    const [first] = term
    if (first === undefined) continue
    const before = spans.length
    for (const at of positions.get(first.word)?.keys() ?? []) {
      const span = spanFrom(at - first.at, term, positions)
      if (span !== undefined) spans.push(span)
    }
    if (spans.length === before) return undefined
  }
  return merged(spans)
}

/** The span of a term whose words have their distances from `start`. Undefined if a word is missing. */
function spanFrom(
  start: number,
  term: Term,
  positions: ReadonlyMap<string, ReadonlyMap<number, Word>>,
): Span | undefined {
  let span: Span | undefined
  for (const searched of term) {
    const word = positions.get(searched.word)?.get(start + searched.at)
    const found = word && spanOf(word, searched)
    if (found === undefined) return undefined
    span = { start: span?.start ?? found.start, end: found.end }
  }
  return span
}

/** A full stop, `+` or `#` in the search must be in the text as well. One in the text only is ignored. */
function spanOf(word: Word, searched: Word): Span | undefined {
  if (searched.dot !== undefined && word.dot === undefined) return undefined
  if (searched.tail && word.tail?.word !== searched.tail.word) return undefined
  return {
    start: (searched.dot === undefined ? undefined : word.dot) ?? word.start,
    end: (searched.tail && word.tail?.end) ?? word.end,
  }
}

/** Joins overlapping spans, such as those of two pairs of characters. */
function merged(spans: readonly Span[]): Span[] {
  const out: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = out.at(-1)
    if (last && span.start < last.end)
      out[out.length - 1] = { start: last.start, end: Math.max(last.end, span.end) }
    else out.push(span)
  }
  return out
}

/** The number of words of a message of usual length. */
const USUAL = 20

/**
 * The score of a message, in thousandths. Each further match adds less, and matches count less in a long text.
 * The score depends on the message alone, so that one page does not change the order of the next.
 */
export const scoreOf = ({ main }: Words, spans: readonly Span[]): number =>
  Math.round((1000 * spans.length) / (spans.length + 0.5 + main.length / USUAL))
