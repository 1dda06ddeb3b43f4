const MARKS = /\p{M}/gu
const BETWEEN_WORDS = /[\s\p{P}\p{S}]+/u

/** Case and accents do not matter. */
export const folded = (text: string): string =>
  text.normalize('NFKD').replace(MARKS, '').toLocaleLowerCase()

const wordsOf = (text: string): readonly string[] =>
  folded(text).split(BETWEEN_WORDS).filter(Boolean)

/**
 * How well a text matches: each word of the query begins a word of the text. 0: not at all; 1: it does; 2: the text
 * begins with the query; 3: it is the query. Everything matches an empty query.
 */
export function match(text: string, query: string): 0 | 1 | 2 | 3 {
  const wanted = wordsOf(query)
  const words = wordsOf(text)
  if (!wanted.every((part) => words.some((word) => word.startsWith(part)))) return 0
  const [all, whole] = [words.join(' '), wanted.join(' ')]
  return all === whole ? 3 : all.startsWith(whole) ? 2 : 1
}

/** The items that match, the best first; among equals in their order. */
export function matches<Item>(
  items: readonly Item[],
  query: string,
  textOf: (item: Item) => string,
): readonly Item[] {
  const found = items.map((item) => ({ item, score: match(textOf(item), query) }))
  return found
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item)
}
