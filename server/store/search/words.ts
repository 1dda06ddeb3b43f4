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
}

/** `main`: the text as a row of words. `single`: each character that is in `main` only as one of two. */
export type Words = { readonly main: readonly Word[]; readonly single: readonly Word[] }

/**
 * What counts as a word, alike in what is indexed, in what is asked for and in what is marked as found:
 * letters and digits without case, accents and width. Chinese, Japanese, Korean and other scripts in
 * which nothing says where a word ends are cut into pairs of neighbours.
 */
export function wordsOf(text: string): Words {
  return /[^\0-\x7f]/.test(text) ? ofAny(text) : { main: ofAscii(text), single: [] }
}

/** The common case, at a quarter of the cost. */
function ofAscii(text: string): Word[] {
  const main: Word[] = []
  for (const { 0: found, index } of text.matchAll(/[a-z0-9]+/gi))
    main.push({
      word: found.toLowerCase(),
      at: main.length,
      start: index,
      end: index + found.length,
    })
  return main
}

/** Letters, their marks and digits; or one sign, as people look for 🎉, too. */
const PIECE = /[\p{L}\p{N}\p{M}]+|\p{Extended_Pictographic}/gu
const UNSPACED =
  /[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]&&[\p{L}\p{N}]]/v
/** A character and what belongs to it, the marks of narrow Katakana among that. */
const CHARACTER = /[^\p{M}][\p{M}\uff9e\uff9f]*|\p{M}+/gu

function ofAny(text: string): Words {
  const main: Word[] = []
  const single: Word[] = []
  let at = 0
  /** The characters of a run of an unspaced script. */
  let run: Word[] = []
  const endRun = () => {
    const [only] = run
    if (run.length === 1 && only) main.push({ ...only, alone: true })
    else single.push(...run)
    for (const [i, next] of run.entries()) {
      const before = run[i - 1]
      if (before)
        main.push({
          word: before.word + next.word,
          at: before.at,
          start: before.start,
          end: next.end,
        })
    }
    run = []
  }
  let plain: { word: string; start: number; end: number } | undefined
  const endPlain = () => {
    if (plain === undefined) return
    // What is one sign may stand for several words, as ﷺ does.
    for (const [word] of plain.word.matchAll(PIECE)) main.push({ ...plain, word, at: at++ })
    plain = undefined
  }
  for (const { 0: piece, index: from } of text.matchAll(PIECE)) {
    if (/^[\0-\x7f]+$/.test(piece)) {
      const word = piece.toLowerCase()
      main.push({ word, at: at++, start: from, end: from + piece.length })
      continue
    }
    for (const { 0: character, index } of piece.matchAll(CHARACTER)) {
      const word = folded(character)
      const start = from + index
      const end = start + character.length
      if (UNSPACED.test(word)) {
        endPlain()
        run.push({ word, at: at++, start, end })
      } else if (word !== '') {
        endRun()
        plain = plain ? { ...plain, word: plain.word + word, end } : { word, start, end }
      } else if (plain) plain = { ...plain, end }
    }
    endPlain()
    endRun()
  }
  return { main, single }
}

/** Accents of Latin, Greek and Cyrillic, points of Arabic and Hebrew: left out by many who look for it. */
const ACCENTS =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]/g
/** Letters that are others with something added, though Unicode does not take them apart. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
}

function folded(character: string): string {
  if (character.length === 1 && character < '\x80') return character.toLowerCase()
  return character
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(ACCENTS, '')
    .replace(/[ßæœøłđðþıς]/g, (letter) => PLAIN[letter] ?? letter)
}
