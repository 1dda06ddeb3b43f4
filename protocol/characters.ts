// Characters as ranges and not as Unicode's classes, and none beyond U+FFFF: documents repeat these patterns,
// and what reads them (Python, Go, Java, JavaScript without the flag `u`) has no classes, those of another
// version of Unicode, or other ways to write a character.

/** What turns the direction of the text around it. */
export const TURNING = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069'

/** Control characters but white space, and halves of surrogate pairs. */
const CONTROL = '\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u009f\\ud800-\\udfff'

/** What no line may have: white space in it is taken for a space. */
export const UNLINED = `${CONTROL}${TURNING}`

/** And line breaks: what is never shown. */
export const UNPRINTED = `\\u0009-\\u000d${CONTROL}\\u2028\\u2029${TURNING}`

/** Spaces, control and format characters, halves of surrogate pairs, and what is for private use. */
export const UNSEEN = [
  '\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2',
  '\\u1680\\u180e\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ud800-\\udfff\\ue000-\\uf8ff\\ufdd0-\\ufdef',
  '\\ufeff\\ufff0-\\ufffb\\ufffe\\uffff',
].join('')

/** White space, and what has no ink though it is none: fillers, selectors, joiners, an empty cell of Braille. */
export const BLANK = [
  '\\s\\u00ad\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u206f\\u2800\\u3164',
  '\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb',
].join('')

/** What emoji are made of, and what else is beyond U+FFFF: not each sequence of these is one. */
export const PICTURE = [
  '[#*0-9]?[^\\u0000-\\u00a8\\u00aa-\\u00ad\\u00af-\\u200c\\u200e-\\u203b\\u3300-\\ud7ff',
  '\\ue000-\\ufe0d\\ufe10-\\uffff]{1,32}',
].join('')

/** A text in which something is said: more than white space, and no NUL. */
export const SAID = '^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$'
