import type { Span } from '../../domain/ports.ts'
import { tokenOf } from './tokens.ts'
import { type Word, type Words, wordsOf } from './words.ts'

/** Words that must stand in a text one after another, as they do in what was asked for. */
export type Term = readonly Word[]

/** Every word is looked for in every text that may fit: more than this is nobody's question. */
const WORDS = 32

/** A text without a word in it asks for nothing, and one that was there before for nothing more. */
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

/** For the index: rows of tokens that follow each other. It may find more than is meant, never less. */
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
  return rows.filter((row) => row.length > 0)
}

/** Where they stand in a text, in its order; undefined where not all of them do. */
export function spansIn({ main, single }: Words, terms: readonly Term[]): Span[] | undefined {
  // Only the words of the terms: a text may have thousands of others.
  const places = new Map<string, Map<number, Word>>()
  for (const term of terms) for (const { word } of term) places.set(word, new Map())
  for (const words of [single, main])
    for (const word of words) places.get(word.word)?.set(word.at, word)
  const spans: Span[] = []
  for (const term of terms) {
    const [first] = term
    if (first === undefined) continue
    const before = spans.length
    for (const at of places.get(first.word)?.keys() ?? []) {
      const span = spanFrom(at - first.at, term, places)
      if (span !== undefined) spans.push(span)
    }
    if (spans.length === before) return undefined
  }
  return merged(spans)
}

/** The words of a term, each at its distance from `start`; undefined where one of them is not there. */
function spanFrom(
  start: number,
  term: Term,
  places: ReadonlyMap<string, ReadonlyMap<number, Word>>,
): Span | undefined {
  let span: Span | undefined
  for (const each of term) {
    const word = places.get(each.word)?.get(start + each.at)
    const found = word && foundIn(word, each)
    if (found === undefined) return undefined
    span = { start: span?.start ?? found.start, end: found.end }
  }
  return span
}

/** A full stop, `+` or `#` that is asked for must be there; one that is not may be. */
function foundIn(said: Word, asked: Word): Span | undefined {
  if (asked.dot !== undefined && said.dot === undefined) return undefined
  if (asked.tail && said.tail?.word !== asked.tail.word) return undefined
  return {
    start: (asked.dot === undefined ? undefined : said.dot) ?? said.start,
    end: (asked.tail && said.tail?.end) ?? said.end,
  }
}

/** What overlaps, as two pairs of neighbours do, is one. */
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

/** As many words as a message has that is neither short nor long. */
const USUAL = 20

/**
 * How much of a text is what was asked for, in thousandths: often said counts, more often ever less, and
 * in a long text less. Of the message alone, so that a page does not change the next one's order.
 */
export const scoreOf = ({ main }: Words, spans: readonly Span[]): number =>
  Math.round((1000 * spans.length) / (spans.length + 0.5 + main.length / USUAL))
