import { LIMITS } from '../../protocol/limits.ts'

/** A part of a text. */
type Span = { readonly start: number; readonly end: number }

/** A folded text, and a function that maps a part of it to the original text. */
export type Folded = { readonly text: string; spanOf(start: number, end: number): Span }

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
export const tokensOf = (folded: Folded): Token[] =>
  Array.from(folded.text.matchAll(patternOf(folded)), ({ 0: word, index }) => ({
    word,
    ...folded.spanOf(index, index + word.length),
  }))

/** The same words without their spans, in half the time. */
export const wordsOf = (folded: Folded): readonly string[] =>
  folded.text.match(patternOf(folded)) ?? []

const patternOf = ({ text }: Folded): RegExp => (/[^\0-\x7f]/.test(text) ? TOKENS : ASCII_TOKENS)

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
      tokensOf(fold(word))
        .map((token) => token.word)
        .join(' '),
    )
  }
  return folded
}

/** The spans of the words of one list in a text, in order. */
export type FoundWords<L> = { readonly list: L; readonly spans: Span[] }

/** Phrases by their words. `lists`: the bits of the lists with the phrase that ends here, of which there are fewer than 30. */
type Phrases = Map<string, Phrase>
type Phrase = { lists: number; next: Phrases | undefined }

/** The beginnings or the ends of words, each with the bits of its lists, and their lengths, the shortest first. */
type Parts = { readonly lists: Map<string, number>; lengths: readonly number[] }

/**
 * Finds the words of several lists at once. A word is looked up by its hash, so that neither the number of words nor that
 * of lists matters. The work for a token has a bound: the tokens of a phrase, and the lengths of words with a `*`.
 */
export class WordMatcher<L> {
  readonly #lists: L[] = []
  readonly #phrases: Phrases = new Map()
  readonly #begins: Parts = { lists: new Map(), lengths: [] }
  readonly #ends: Parts = { lists: new Map(), lengths: [] }

  add(list: L, { phrases, begins, ends }: FoldedWords): void {
    const bit = 1 << this.#lists.length
    this.#lists.push(list)
    for (const phrase of phrases) addPhrase(this.#phrases, phrase.split(' '), bit)
    addParts(this.#begins, begins, bit)
    addParts(this.#ends, ends, bit)
  }

  /** Whether a phrase can begin with this word of a text, or a list has a part of it. Most texts have no such word. */
  matches(word: string): boolean {
    return this.#phrases.has(word) || this.#partsOf(word) !== 0
  }

  /** Lists without a word in the text are left out. */
  find(tokens: readonly Token[]): FoundWords<L>[] {
    const found = this.#lists.map((list): FoundWords<L> => ({ list, spans: [] }))
    for (const [i, token] of tokens.entries()) {
      const inPhrases = this.#findPhrases(tokens, i, found)
      addSpan(found, this.#partsOf(token.word) & ~inPhrases, token, token)
    }
    return found.filter(({ spans }) => spans.length > 0)
  }

  /** The bits of the lists with a beginning or an end of a word. */
  #partsOf(word: string): number {
    return (
      bitsOf(this.#begins, (length) => word.slice(0, length), word) |
      bitsOf(this.#ends, (length) => word.slice(-length), word)
    )
  }

  /** Adds the longest phrase of each list that begins with a token. Returns the bits of these lists. */
  #findPhrases(tokens: readonly Token[], from: number, found: readonly FoundWords<L>[]): number {
    const first = tokens[from]
    if (first === undefined) return 0
    const ends: { readonly lists: number; readonly last: Token }[] = []
    let next: Phrases | undefined = this.#phrases
    for (let i = from; next !== undefined; i++) {
      const last = tokens[i]
      const phrase: Phrase | undefined = last && next.get(last.word)
      if (last && phrase && phrase.lists !== 0) ends.push({ lists: phrase.lists, last })
      next = phrase?.next
    }
    let lists = 0
    for (const end of ends.reverse()) {
      addSpan(found, end.lists & ~lists, first, end.last)
      lists |= end.lists
    }
    return lists
  }
}

/** Why a word cannot stand in a list. */
export function problemOf(word: string, fold: Fold): WordProblem | undefined {
  const tokens = tokensOf(fold(word))
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

function addPhrase(phrases: Phrases, words: readonly string[], bit: number): void {
  let next = phrases
  let phrase: Phrase | undefined
  for (const word of words) {
    if (phrase !== undefined) next = phrase.next ??= new Map()
    phrase = next.get(word)
    if (phrase === undefined) {
      phrase = { lists: 0, next: undefined }
      next.set(word, phrase)
    }
  }
  if (phrase !== undefined) phrase.lists |= bit
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
