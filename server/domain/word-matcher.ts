import { LIMITS } from '../../protocol/limits.ts'

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

export type WordProblem = 'too short' | 'too long' | 'star'

/** The fewest letters and digits of a word, and of one with a `*`, which would otherwise match nearly every text. */
export const SHORTEST = { word: 2, part: 3 }

/** The words of one list as they are looked up: folded, without `*`, the tokens of a phrase joined by spaces. */
export type FoldedWords = {
  readonly phrases: readonly string[]
  readonly begins: readonly string[]
  readonly ends: readonly string[]
}

/** The words must have no problem: see `problemOf`. */
export function foldWords(words: readonly string[], fold: Fold): FoldedWords {
  const folded = { phrases: [] as string[], begins: [] as string[], ends: [] as string[] }
  for (const word of words) {
    const kind = word.endsWith('*') ? 'begins' : word.startsWith('*') ? 'ends' : 'phrases'
    folded[kind].push(
      tokensOf(word, fold)
        .map((token) => token.word)
        .join(' '),
    )
  }
  return folded
}

/** The spans of the words of one list in a text, in order. */
export type FoundWords<L> = { readonly list: L; readonly spans: Span[] }

/** The bit of a phrase that is the beginning of a longer one. The other bits are lists: there are fewer than 30. */
const CONTINUES = 1 << 30

/** The beginnings or the ends of words, each with the bits of its lists, and their lengths, the shortest first. */
type Parts = { readonly lists: Map<string, number>; lengths: readonly number[] }

/**
 * Finds the words of several lists at once. A word is looked up by its hash, so that neither the number of words nor that
 * of lists matters. The work for a token has a bound: the tokens of a phrase, and the lengths of words with a `*`.
 */
export class WordMatcher<L> {
  readonly #lists: L[] = []
  readonly #phrases = new Map<string, number>()
  readonly #begins: Parts = { lists: new Map(), lengths: [] }
  readonly #ends: Parts = { lists: new Map(), lengths: [] }

  add(list: L, { phrases, begins, ends }: FoldedWords): void {
    const bit = 1 << this.#lists.length
    this.#lists.push(list)
    for (const phrase of phrases) {
      for (let at = phrase.indexOf(' '); at > 0; at = phrase.indexOf(' ', at + 1))
        mark(this.#phrases, phrase.slice(0, at), CONTINUES)
      mark(this.#phrases, phrase, bit)
    }
    addParts(this.#begins, begins, bit)
    addParts(this.#ends, ends, bit)
  }

  /** Lists without a word in the text are left out. */
  find(tokens: readonly Token[]): FoundWords<L>[] {
    const found = this.#lists.map((list): FoundWords<L> => ({ list, spans: [] }))
    for (const [i, token] of tokens.entries()) {
      const inPhrases = this.#findPhrases(tokens, i, found)
      const { word } = token
      const inParts =
        bitsOf(this.#begins, (length) => word.slice(0, length), word) |
        bitsOf(this.#ends, (length) => word.slice(-length), word)
      addSpan(found, inParts & ~inPhrases, token, token)
    }
    return found.filter(({ spans }) => spans.length > 0)
  }

  /** Adds the longest phrase of each list that begins with a token. Returns the bits of these lists. */
  #findPhrases(tokens: readonly Token[], from: number, found: readonly FoundWords<L>[]): number {
    const first = tokens[from]
    let lists = 0
    let phrase = first?.word ?? ''
    for (let i = from; ; phrase += ` ${tokens[i]?.word}`) {
      const bits = this.#phrases.get(phrase) ?? 0
      const last = tokens[i]
      if (first && last && (bits & ~CONTINUES) !== 0) {
        removeSpan(found, bits & lists)
        addSpan(found, bits & ~CONTINUES, first, last)
        lists |= bits & ~CONTINUES
      }
      if ((bits & CONTINUES) === 0 || ++i >= tokens.length) return lists
    }
  }
}

/** Why a word cannot stand in a list. */
export function problemOf(word: string, fold: Fold): WordProblem | undefined {
  const tokens = tokensOf(word, fold)
  const stars = word.split('*').length - 1
  const isAtAnEnd = stars === 1 && (word.startsWith('*') || word.endsWith('*'))
  if (stars > 0 && (!isAtAnEnd || tokens.length > 1)) return 'star'
  if (tokens.length > LIMITS.wordsPerPhrase) return 'too long'
  const letters = tokens.reduce((sum, token) => sum + [...token.word].length, 0)
  return letters < (stars > 0 ? SHORTEST.part : SHORTEST.word) ? 'too short' : undefined
}

const mark = (lists: Map<string, number>, key: string, bit: number): void => {
  lists.set(key, (lists.get(key) ?? 0) | bit)
}

function addParts(parts: Parts, words: readonly string[], bit: number): void {
  for (const word of words) mark(parts.lists, word, bit)
  const lengths = new Set([...parts.lengths, ...words.map((word) => word.length)])
  parts.lengths = [...lengths].sort((a, b) => a - b)
}

function bitsOf(
  { lists, lengths }: Parts,
  part: (length: number) => string,
  { length: longest }: string,
): number {
  let bits = 0
  for (const length of lengths) {
    if (length > longest) break
    bits |= lists.get(part(length)) ?? 0
  }
  return bits
}

function addSpan<L>(found: readonly FoundWords<L>[], lists: number, from: Span, to: Span): void {
  for (let bits = lists; bits !== 0; bits &= bits - 1)
    found[31 - Math.clz32(bits & -bits)]?.spans.push({ start: from.start, end: to.end })
}

/** A longer phrase takes the place of a shorter one. */
function removeSpan<L>(found: readonly FoundWords<L>[], lists: number): void {
  for (let bits = lists; bits !== 0; bits &= bits - 1)
    found[31 - Math.clz32(bits & -bits)]?.spans.pop()
}
