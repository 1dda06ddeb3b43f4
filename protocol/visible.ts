import { TURNING, UNPRINTED } from './characters.ts'
import { qualified } from './emoji.ts'

const NOT_PRINTED = new RegExp(`[${UNPRINTED}]`, 'gu')

/** Scripts in which a joiner (U+200C, U+200D) decides which letters are seen (UAX 31, 2.3). */
const JOINED = [
  'Arabic',
  'Bengali',
  'Devanagari',
  'Gujarati',
  'Gurmukhi',
  'Kannada',
  'Malayalam',
  'Mongolian',
  'Nko',
  'Oriya',
  'Sinhala',
  'Syriac',
  'Tamil',
  'Telugu',
]
  .map((script) => `\\p{Script=${script}}`)
  .join('')
/** What nobody sees, and what stands where it is needed: an emoji, and a joiner or selector in its place. */
const HIDDEN = new RegExp(
  [
    '(?<needed>',
    [
      '\\p{RGI_Emoji}',
      '(?<=[\\p{Extended_Pictographic}--\\p{Emoji_Presentation}])[\\ufe0e\\ufe0f]',
      `(?<=[${JOINED}])[\\u200c\\u200d](?=[${JOINED}])`,
      // A letter without its vowel may end in one: അനില്‍.
      `(?<=[[${JOINED}]&&\\p{Mn}])\\u200d`,
      // The shape that a person's name is written with: 葛󠄀城.
      '(?<=\\p{Unified_Ideograph})[\\u{e0100}-\\u{e01ef}]',
      '(?<=\\p{Script=Mongolian})[\\u180b-\\u180f]',
    ].join('|'),
    ')|',
    // What turns the direction is refused, not taken away: it was meant to deceive.
    `(?![${TURNING}])`,
    '[\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}\\ufff9-\\ufffb]',
  ].join(''),
  'gv',
)
/** White space, and two characters that have no ink: an empty cell of Braille, an empty note of music. */
const BLANKS = /[\s\u2800\u{1d159}]+/gu
const JOINED_EMOJI =
  /\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f)*(?:\u200d\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f)*)+/gu
/** Marks without a letter before them would stand on whatever is shown before the line. */
const LONE_MARKS = /^\p{M}+/u

/** A line as people see it, so that what looks the same is the same: nothing is left of what is invisible. */
export const visible = (line: string): string =>
  line
    .replace(JOINED_EMOJI, qualified)
    .replace(HIDDEN, '$<needed>')
    .normalize('NFC')
    .replace(BLANKS, ' ')
    .trim()
    .replace(LONE_MARKS, '')
    .trim()

/** UTS 39, 5.4: names of any language do with four marks on a letter; more cover the lines around. */
export const MOST_MARKS = 4
const MARKS = new RegExp(`([\\p{Mn}\\p{Me}]{${MOST_MARKS}})[\\p{Mn}\\p{Me}]+`, 'gu')
export const hasFewMarks = (line: string): boolean => line.search(MARKS) < 0

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The nearest line that fits. Empty where there is nothing to be seen. */
export function nearest(line: string, length: number): string {
  const printed = line.replace(BLANKS, ' ').replace(NOT_PRINTED, '')
  const clean = visible(printed).replace(MARKS, '$1')
  if (clean.length <= length) return clean
  let end = 0
  for (const { index, segment } of graphemes.segment(clean)) {
    if (index + segment.length > length) break
    end = index + segment.length
  }
  return clean.slice(0, end).trim()
}
