/** A part of a text. */
type Span = { readonly start: number; readonly end: number }

/** A folded text, and a function that maps a part of it to the original text. */
type Folded = { readonly text: string; spanOf(start: number, end: number): Span }

export type Fold = (text: string) => Folded

/** A word of a text: its folded form, and its span in the original. */
export type Token = Span & { readonly word: string }

/** Scripts without spaces between words: there each character is a token, so that a word is found inside of others. */
const UNSPACED = ['Han', 'Hira', 'Kana', 'Hang', 'Thai', 'Laoo', 'Khmr', 'Mymr']
  .map((script) => `\\p{scx=${script}}`)
  .join('')
const LETTERS = String.raw`[\p{L}\p{N}\p{M}]`
const TOKENS = new RegExp(`[${LETTERS}&&[${UNSPACED}]]\\p{M}*|[${LETTERS}--[${UNSPACED}]]+`, 'gv')
const ASCII_TOKENS = /[a-z0-9]+/g

/** The words of a text, in a time that is linear in its length. */
export function tokensOf(text: string, fold: Fold): Token[] {
  const folded = fold(text)
  const pattern = /[^\0-\x7f]/.test(folded.text) ? TOKENS : ASCII_TOKENS
  return Array.from(folded.text.matchAll(pattern), ({ 0: word, index }) => ({
    word,
    ...folded.spanOf(index, index + word.length),
  }))
}

/** The tokens of a phrase, letter by letter of an alphabet of words. */
type Phrases = { readonly next: Map<string, Phrases>; isEnd: boolean }

/** The beginnings or the ends of words, with their lengths. */
type Parts = { readonly words: Set<string>; readonly lengths: Set<number> }

export type WordProblem = 'too short' | 'star'

/** The fewest letters and digits of a word, and of one with a `*`, which would otherwise match nearly every text. */
export const SHORTEST = { word: 2, part: 3 }

/**
 * Finds the words of a list. A word is looked up by its hash, so that the number of words of the list does not matter;
 * the work for a token has a bound, the longest word of a list.
 */
export class WordMatcher {
  readonly #phrases: Phrases = { next: new Map(), isEnd: false }
  readonly #begins: Parts = { words: new Set(), lengths: new Set() }
  readonly #ends: Parts = { words: new Set(), lengths: new Set() }

  /** The words must have no problem: see `problemOf`. */
  constructor(words: readonly string[], fold: Fold) {
    for (const word of words) this.#add(word, fold)
  }

  #add(word: string, fold: Fold): void {
    const tokens = tokensOf(word, fold).map((token) => token.word)
    const [first = ''] = tokens
    if (word.endsWith('*')) add(this.#begins, first)
    else if (word.startsWith('*')) add(this.#ends, first)
    else {
      let phrases = this.#phrases
      for (const token of tokens) {
        const next = phrases.next.get(token) ?? { next: new Map(), isEnd: false }
        phrases.next.set(token, next)
        phrases = next
      }
      phrases.isEnd = true
    }
  }

  /** The spans of all words that are found, in order. */
  find(tokens: readonly Token[]): Span[] {
    const found: Span[] = []
    for (const [i, { word, start, end }] of tokens.entries()) {
      const last = this.#longestPhrase(tokens, i)
      if (last !== undefined) found.push({ start, end: last.end })
      else if (
        some(this.#begins, (length) => word.slice(0, length), word) ||
        some(this.#ends, (length) => word.slice(-length), word)
      )
        found.push({ start, end })
    }
    return found
  }

  #longestPhrase(tokens: readonly Token[], from: number): Token | undefined {
    let phrases: Phrases | undefined = this.#phrases
    let last: Token | undefined
    for (let i = from; i < tokens.length; i++) {
      const token: Token | undefined = tokens[i]
      phrases = token && phrases.next.get(token.word)
      if (phrases === undefined) return last
      if (phrases.isEnd) last = token
    }
    return last
  }
}

/** Why a word cannot stand in a list. */
export function problemOf(word: string, fold: Fold): WordProblem | undefined {
  const tokens = tokensOf(word, fold)
  const stars = word.split('*').length - 1
  const isAtAnEnd = stars === 1 && (word.startsWith('*') || word.endsWith('*'))
  if (stars > 0 && (!isAtAnEnd || tokens.length > 1)) return 'star'
  const letters = tokens.reduce((sum, token) => sum + [...token.word].length, 0)
  return letters < (stars > 0 ? SHORTEST.part : SHORTEST.word) ? 'too short' : undefined
}

function add({ words, lengths }: Parts, word: string): void {
  words.add(word)
  lengths.add(word.length)
}

function some({ words, lengths }: Parts, part: (length: number) => string, word: string): boolean {
  for (const length of lengths) if (length <= word.length && words.has(part(length))) return true
  return false
}
