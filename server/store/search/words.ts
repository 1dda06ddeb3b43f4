import { type Folded, fold, isAscii } from './fold.ts'

/**
 * A word of a text: its folded form, its position `at` among the words, and its span in the text. In a script
 * without spaces each character has a position of its own, and two neighbours are a word at the position of
 * the first one.
 */
export type Word = {
  readonly word: string
  readonly at: number
  readonly start: number
  readonly end: number
  /** A character of a script without spaces that has no neighbour: in other texts it may be half of a word. */
  readonly alone?: true
  /** The position of a single full stop directly before the word, as in `.net`, or before the `js` of `node.js`. */
  readonly dot?: number
  readonly tail?: Tail
}

/** The word with a `+` or `#` at its end, as in `c++`. */
export type Tail = { readonly word: string; readonly end: number }

/** `main`: the text as a list of words. `single`: each character that is in `main` only as part of a pair. */
export type Words = { readonly main: readonly Word[]; readonly single: readonly Word[] }

/**
 * Splits a text into words, in the same way for the index, for a search and for the marked results. A word is
 * letters and digits, or one sign, because users search for 🎉, too. In Chinese, Japanese, Korean and other
 * scripts that do not mark the end of a word, each pair of neighbouring characters is a word.
 */
export function wordsOf(text: string): Words {
  const folded = fold(text)
  return isAscii(folded.text) ? ofAscii(folded) : ofAny(folded)
}

/** The common case, which takes a third of the time. */
function ofAscii(folded: Folded): Words {
  const main: Word[] = []
  for (const { 0: word, index } of folded.text.matchAll(/[a-z0-9]+/g))
    main.push(plainWord(folded, word, index, main.length))
  return { main, single: [] }
}

const SCRIPTS = ['Han', 'Hira', 'Kana', 'Hang', 'Thai', 'Laoo', 'Khmr', 'Mymr']
/** Letters, marks and digits. Unicode counts some apostrophes of keyboards as letters. */
const LETTERS = String.raw`[[\p{L}\p{N}\p{M}]--[\u02b9-\u02bf]]`
const UNSPACED = `[[${LETTERS}--\\p{M}]&&[${SCRIPTS.map((script) => `\\p{scx=${script}}`).join('')}]]`
const PLAIN = `[${LETTERS}--${UNSPACED}]`
const SIGN = String.raw`\p{RI}{1,2}|\p{ExtPict}[\u{e0020}-\u{e007f}]*|[#*]\u20e3`
const PIECES = new RegExp(String.raw`((?:${UNSPACED}\p{M}*)+)|(${SIGN})|${PLAIN}+`, 'gv')

function ofAny(folded: Folded): Words {
  const main: Word[] = []
  const single: Word[] = []
  let at = 0
  for (const { 0: piece, 1: run, 2: sign, index } of folded.text.matchAll(PIECES)) {
    if (run !== undefined) at = addRun(folded, run, index, at, main, single)
    else if (sign !== undefined)
      main.push({ word: sign, at: at++, ...folded.spanOf(index, index + sign.length) })
    else main.push(plainWord(folded, piece, index, at++))
  }
  return { main, single }
}

function plainWord({ text, spanOf }: Folded, word: string, index: number, at: number): Word {
  const last = index + word.length
  const { start, end } = spanOf(index, last)
  const hasDot = text[index - 1] === '.' && text[index - 2] !== '.'
  const dot = hasDot ? spanOf(index - 1, index).start : undefined
  let tailed = last
  while (text[tailed] === '+' || text[tailed] === '#') tailed++
  if (tailed === last)
    return dot === undefined ? { word, at, start, end } : { word, at, start, end, dot }
  const tail = { word: text.slice(index, tailed), end: spanOf(index, tailed).end }
  return { word, at, start, end, ...(dot !== undefined && { dot }), tail }
}

/** Splits a run of a script without spaces into pairs. Returns the next position. */
function addRun(
  { spanOf }: Folded,
  run: string,
  index: number,
  at: number,
  main: Word[],
  single: Word[],
): number {
  let before: Word | undefined
  let position = at
  let from = index
  for (const word of charactersOf(run)) {
    const next = { word, at: position++, ...spanOf(from, from + word.length) }
    from += word.length
    single.push(next)
    if (before)
      main.push({ word: before.word + word, at: before.at, start: before.start, end: next.end })
    before = next
  }
  if (before?.at === at) {
    single.pop()
    main.push({ ...before, alone: true })
  }
  return position
}

/** The characters of a run, each with its marks. */
const charactersOf = (run: string): Iterable<string> =>
  /[\p{M}]/u.test(run) ? (run.match(/\P{M}\p{M}*/gu) ?? []) : run
