import type { Span } from '../../domain/ports.ts'

/** A folded text, and a function that maps a part of it to the original text. */
export type Folded = {
  readonly text: string
  spanOf(start: number, end: number): Span
}

/**
 * Folds a text by Unicode's tables: compatibility forms (NFKC), case, accents, digits of any script. Characters
 * without a glyph (soft hyphens, joiners, bidi marks) and skin tones are removed. A pictograph is put between
 * spaces, so that it does not become part of a word, as ™ would.
 */
export function fold(text: string): Folded {
  if (isAscii(text)) return { text: text.toLowerCase(), spanOf: sameSpan }
  const pieces: Piece[] = []
  let folded = ''
  let isInPlace = true
  /** The start of the current run of characters that are the same in the folded text and in the original. */
  let from = 0
  const change = (start: number, end: number, to: string) => {
    if (from < start)
      pieces.push({ start: from, end: start, length: start - from, isOneByOne: true })
    pieces.push({ start, end, length: to.length, isOneByOne: false })
    from = end
    isInPlace = false
  }
  for (const { 0: cluster, 1: run, index: start } of text.matchAll(CLUSTERS))
    if (run !== undefined)
      for (let i = 0; i < run.length; i++) {
        const to = unitFolded(run.charCodeAt(i))
        if (to.length !== 1) change(start + i, start + i + 1, to)
        folded += to
      }
    else {
      const to = clusterFolded(cluster)
      change(start, start + cluster.length, to)
      folded += to
    }
  if (isInPlace) return { text: folded, spanOf: sameSpan }
  pieces.push({ start: from, end: text.length, length: text.length - from, isOneByOne: true })
  return { text: folded, spanOf: spansOf(pieces) }
}

export const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text)

type Piece = Span & { readonly length: number; readonly isOneByOne: boolean }

const sameSpan = (start: number, end: number): Span => ({ start, end })

function spansOf(pieces: readonly Piece[]): Folded['spanOf'] {
  const starts: number[] = []
  const ends: number[] = []
  for (const { start, end, length, isOneByOne } of pieces)
    for (let i = 0; i < length; i++) {
      starts.push(isOneByOne ? start + i : start)
      ends.push(isOneByOne ? start + i + 1 : end)
    }
  return (start, end) => ({ start: starts[start] ?? 0, end: ends[end - 1] ?? 0 })
}

/** The vowels and final consonants of Hangul in NFD. */
const JAMO = String.raw`\u1160-\u11ff\ud7b0-\ud7fb`
/** Characters that belong to the character before them. */
const EXTENDS = String.raw`\p{M}\p{Grapheme_Extend}\p{DI}\p{Emoji_Modifier}${JAMO}`
/** A character of one code unit without marks. */
const UNIT = String.raw`[[\0-\uffff]--[${EXTENDS}\p{ExtPict}]]`
const PICTOGRAPH = String.raw`\p{ExtPict}[${EXTENDS}]*`

/** Runs of characters without marks, and clusters that are folded as one: flags, emoji, characters with marks. */
const CLUSTERS = new RegExp(
  [
    `(${UNIT}+)(?![${EXTENDS}])`,
    String.raw`\p{RI}{2}[${EXTENDS}]*`,
    String.raw`${PICTOGRAPH}(?:(?<=\u200d)${PICTOGRAPH})*`,
    `[^${EXTENDS}][${EXTENDS}]*`,
    `[${EXTENDS}]+`,
  ].join('|'),
  'gv',
)

/** A cache by code unit: most texts consist of few different ones. */
const units: string[] = []
function unitFolded(unit: number): string {
  units[unit] ??= lettersFolded(String.fromCharCode(unit))
  return units[unit]
}

/** A cache of recently folded clusters, because syllables and emoji repeat. */
const clusters = new Map<string, string>()
const CLUSTERS_KEPT = 4096
const LONGEST_KEPT = 16

function clusterFolded(cluster: string): string {
  const known = clusters.get(cluster)
  if (known !== undefined) return known
  const folded = signFolded(cluster) ?? lettersFolded(cluster)
  if (clusters.size === CLUSTERS_KEPT) clusters.clear()
  if (cluster.length <= LONGEST_KEPT) clusters.set(copyOf(cluster), folded)
  return folded
}

/** A copy, because a substring keeps the whole text in memory. */
const copyOf = (cluster: string): string =>
  String.fromCodePoint(...Array.from(cluster, (each) => each.codePointAt(0) ?? 0))

const KEYCAP = /^([#*])\ufe0f?\u20e3/
/** A pictograph, with the tag characters that make it the flag of a region. */
const SIGN = /(\p{ExtPict})([\u{e0020}-\u{e007f}]*)/gv

function signFolded(cluster: string): string | undefined {
  const [, key] = KEYCAP.exec(cluster) ?? []
  if (key !== undefined) return ` ${key}\u20e3 `
  const signs = [...cluster.matchAll(SIGN)]
  if (signs.length === 0) return undefined
  return ` ${signs.map(([, sign = '', tags]) => lettersFolded(sign) + tags).join(' ')} `
}

const lettersFolded = (letters: string): string =>
  letters
    .replace(/[\p{DI}\p{Emoji_Modifier}]/gv, '')
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .normalize('NFC')
    // All three steps are needed for case folding: ẞ, ß and SS, ς and Σ, ı and I.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replace(/[^\0-\x7f]/gu, (letter) => SAME[letter] ?? digitOf(letter) ?? letter)

/**
 * Accents that are used in any script, and those of scripts that are often written without them: Latin, Greek,
 * Cyrillic, and the points of Hebrew and Arabic. In other scripts a mark is a vowel, or makes another letter, as
 * in か and が.
 */
const ACCENTS =
  /[[[\p{M}&&[\p{sc=Zinh}\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}]]\u0640]--[\u3099\u309a]]/gv

/** Characters that people type for one another, although no table of Unicode maps them. */
const SAME: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  // Arabic, Persian, Urdu and Kurdish keyboards have different characters for the same letters.
  ی: 'ي',
  ى: 'ي',
  ک: 'ك',
  ہ: 'ه',
  ھ: 'ه',
  ە: 'ه',
  ة: 'ه',
  '٫': '.',
  '♯': '#',
}

/** The digits of a script have consecutive code points in Unicode, from 0 to 9. */
function digitOf(character: string): string | undefined {
  if (!isDigit(character)) return undefined
  const code = character.codePointAt(0) ?? 0
  let before = 0
  while (isDigit(String.fromCodePoint(code - before - 1))) before++
  return String(before % 10)
}
const isDigit = (character: string): boolean => /^\p{Nd}$/u.test(character)
