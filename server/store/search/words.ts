import { type Folded, fold, isAscii } from './fold.ts'

/**
 * A word of a text: how it is compared, its place among the others, and where it stands in the text.
 * A character of a script that leaves no spaces has a place of its own; two neighbours are a word at
 * the first one's place.
 */
export type Word = {
  readonly word: string
  readonly at: number
  readonly start: number
  readonly end: number
  /** One character of such a script with no neighbour: in other texts it may be half of two words. */
  readonly alone?: true
  /** Where a single full stop stands that leads on to the word, as in `.net` and before the `js` of `node.js`. */
  readonly dot?: number
  readonly tail?: Tail
}

/** The word with the `+` and `#` that it ends with, as in `c++`. */
export type Tail = { readonly word: string; readonly end: number }

/** `main`: the text as a row of words. `single`: each character that is in `main` only as one of two. */
export type Words = { readonly main: readonly Word[]; readonly single: readonly Word[] }

/**
 * What counts as a word, alike in what is indexed, in what is asked for and in what is marked as found:
 * letters and digits, or one sign, as people look for 🎉, too. Chinese, Japanese, Korean and other scripts in
 * which nothing says where a word ends are cut into pairs of neighbours.
 */
export function wordsOf(text: string): Words {
  const folded = fold(text)
  return isAscii(folded.text) ? ofAscii(folded) : ofAny(folded)
}

/** The common case, at a third of the cost. */
function ofAscii(folded: Folded): Words {
  const main: Word[] = []
  for (const { 0: word, index } of folded.text.matchAll(/[a-z0-9]+/g))
    main.push(plainWord(folded, word, index, main.length))
  return { main, single: [] }
}

const SCRIPTS = ['Han', 'Hira', 'Kana', 'Hang', 'Thai', 'Laoo', 'Khmr', 'Mymr']
/** Letters, their marks and digits. Some of the apostrophes that keyboards have are letters to Unicode. */
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

/** Cuts a run of an unspaced script into pairs. Answers the next place. */
function addRun(
  { spanOf }: Folded,
  run: string,
  index: number,
  at: number,
  main: Word[],
  single: Word[],
): number {
  let before: Word | undefined
  let place = at
  let from = index
  for (const word of charactersOf(run)) {
    const next = { word, at: place++, ...spanOf(from, from + word.length) }
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
  return place
}

/** Each with its marks. */
const charactersOf = (run: string): Iterable<string> =>
  /[\p{M}]/u.test(run) ? (run.match(/\P{M}\p{M}*/gu) ?? []) : run
