import type { WordAction } from '../../../protocol/entities.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { FilteredText } from '../ports.ts'
import { type Fold, tokensOf, type WordMatcher, wordsOf } from '../word-matcher.ts'

export type ListRef = { readonly name: string; readonly action: WordAction }

/** Applies all lists to a text: a list that refuses goes before one that masks. Refuses `text_refused`. */
export function applyLists(
  matchers: readonly WordMatcher<ListRef>[],
  text: string,
  fold: Fold,
): FilteredText {
  if (matchers.length === 0) return { text, flags: [] }
  const folded = fold(text)
  const words = wordsOf(folded)
  if (!matchers.some((matcher) => words.some((word) => matcher.matches(word))))
    return { text, flags: [] }
  const tokens = tokensOf(folded)
  const found = matchers.flatMap((matcher) => matcher.find(tokens))
  if (found.some(({ list }) => list.action === 'refuse'))
    throw new Refusal('text_refused', undefined, {
      text: 'contains a word that is not permitted here',
    })
  const masked = found.filter(({ list }) => list.action === 'mask').flatMap(({ spans }) => spans)
  return {
    text: mask(text, masked),
    flags: found.filter(({ list }) => list.action === 'flag').map(({ list }) => list.name),
  }
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })

function mask(text: string, spans: readonly { start: number; end: number }[]): string {
  if (spans.length === 0) return text
  // There can be a span of each list at each word: they are not sorted, but the longest from each position is kept.
  const ends = new Uint32Array(text.length)
  for (const { start, end } of spans) ends[start] = Math.max(ends[start] ?? 0, end)
  let masked = ''
  let at = 0
  for (const [start, end] of ends.entries()) {
    if (end <= at) continue
    const from = Math.max(start, at)
    masked += text.slice(at, from) + dots(text.slice(from, end))
    at = end
  }
  return masked + text.slice(at)
}

/** A dot for each character that a reader sees. Spaces of a phrase stay. */
const dots = (text: string): string =>
  ASCII.test(text) ? text.replace(/\S/g, '•') : dotsOfGraphemes(text)

const ASCII = /^[\x20-\x7e]*$/
const dotsOfGraphemes = (text: string): string =>
  Array.from(GRAPHEMES.segment(text), ({ segment }) => (/^\s/.test(segment) ? segment : '•')).join(
    '',
  )
