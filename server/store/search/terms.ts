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
  const places = new Map<string, Map<number, Word>>()
  for (const said of [...single, ...main]) {
    const known = places.get(said.word)
    if (known) known.set(said.at, said)
    else places.set(said.word, new Map([[said.at, said]]))
  }
  const spans: Span[] = []
  for (const term of terms) {
    const [first] = term
    if (first === undefined) continue
    const before = spans.length
    for (const at of places.get(first.word)?.keys() ?? []) {
      const found = term.map((each) => {
        const said = places.get(each.word)?.get(at + each.at - first.at)
        return said && foundIn(said, each)
      })
      const [start, end] = [found[0]?.start, found.at(-1)?.end]
      if (found.every(Boolean) && start !== undefined && end !== undefined)
        spans.push({ start, end })
    }
    if (spans.length === before) return undefined
  }
  return merged(spans)
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
