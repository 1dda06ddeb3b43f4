import { BIDI_CONTROLS, NOT_PRINTED } from './characters.ts'
import { qualified } from './emoji.ts'

const CONTROLS = new RegExp(`[${NOT_PRINTED}]`, 'gu')

/** Scripts in which a joiner (U+200C, U+200D) changes the shape of letters (UAX 31, 2.3). */
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
/** Invisible characters; the group `needed` matches emoji, and joiners and selectors that a script needs. */
const HIDDEN = new RegExp(
  [
    '(?<needed>',
    [
      '\\p{RGI_Emoji}',
      '(?<=[\\p{Extended_Pictographic}--\\p{Emoji_Presentation}])[\\ufe0e\\ufe0f]',
      `(?<=[${JOINED}])[\\u200c\\u200d](?=[${JOINED}])`,
      // A letter without a vowel can end in a joiner: അനില്‍.
      `(?<=[[${JOINED}]&&\\p{Mn}])\\u200d`,
      // The variant in which a person's name is written: 葛󠄀城.
      '(?<=\\p{Unified_Ideograph})[\\u{e0100}-\\u{e01ef}]',
      '(?<=\\p{Script=Mongolian})[\\u180b-\\u180f]',
    ].join('|'),
    ')|',
    // Direction marks are refused and not removed, because they are used to deceive.
    `(?![${BIDI_CONTROLS}])`,
    '[\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}\\ufff9-\\ufffb]',
  ].join(''),
  'gv',
)
/** White space, and two characters without ink: the empty Braille cell and the null note head. */
const BLANKS = /[\s\u2800\u{1d159}]+/gu
const JOINED_EMOJI =
  /\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f)*(?:\u200d\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f)*)+/gu
/** Combining marks at the beginning would be drawn over the text before the line. */
const LONE_MARKS = /^\p{M}+/u

/** Removes what is invisible in a line, so that lines that look the same are equal. */
export const visible = (line: string): string =>
  line
    .replace(JOINED_EMOJI, qualified)
    .replace(HIDDEN, '$<needed>')
    .normalize('NFC')
    .replace(BLANKS, ' ')
    .trim()
    .replace(LONE_MARKS, '')
    .trim()

/** Names in all languages need at most four marks on a letter (UTS 39, 5.4); more marks cover other lines. */
export const MOST_MARKS = 4
const MARKS = new RegExp(`([\\p{Mn}\\p{Me}]{${MOST_MARKS}})[\\p{Mn}\\p{Me}]+`, 'gu')
export const hasFewMarks = (line: string): boolean => line.search(MARKS) < 0

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The nearest valid line of at most `length` characters. Empty if nothing visible is left. */
export function nearest(line: string, length: number): string {
  const printed = line.replace(BLANKS, ' ').replace(CONTROLS, '')
  const clean = visible(printed).replace(MARKS, '$1')
  if (clean.length <= length) return clean
  let end = 0
  for (const { index, segment } of graphemes.segment(clean)) {
    if (index + segment.length > length) break
    end = index + segment.length
  }
  return clean.slice(0, end).trim()
}
