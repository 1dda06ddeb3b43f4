// Character classes for regular expressions. They are ranges up to U+FFFF instead of Unicode's own classes, because
// the API documents repeat these patterns: Python, Go, Java and JavaScript without the flag `u` have no such classes,
// those of another version of Unicode, or another notation.

/** Characters that change the direction of the text around them. */
export const BIDI_CONTROLS = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069'

/** Control characters except white space, and halves of surrogate pairs. */
const CONTROL = '\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u009f\\ud800-\\udfff'

/** Characters that a name, topic or status must not contain. White space is allowed, and becomes a space. */
export const NOT_IN_LINES = `${CONTROL}${BIDI_CONTROLS}`

/** The same, and line breaks: characters that have no place in a stored line. */
export const NOT_PRINTED = `\\u0009-\\u000d${CONTROL}\\u2028\\u2029${BIDI_CONTROLS}`

/** Characters that an id must not contain: spaces, control, format and private-use characters, half surrogate pairs. */
export const NOT_IN_IDS = [
  '\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2',
  '\\u1680\\u180e\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ud800-\\udfff\\ue000-\\uf8ff\\ufdd0-\\ufdef',
  '\\ufeff\\ufff0-\\ufffb\\ufffe\\uffff',
].join('')

/** White space, and other characters without ink: fillers, selectors, joiners, the empty Braille cell. */
export const BLANK = [
  '\\s\\u00ad\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u206f\\u2800\\u3164',
  '\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb',
].join('')

/** A sequence of characters that emoji consist of, and of all characters beyond U+FFFF. Not every match is an emoji. */
export const EMOJI_LIKE = [
  '[#*0-9]?[^\\u0000-\\u00a8\\u00aa-\\u00ad\\u00af-\\u200c\\u200e-\\u203b\\u3300-\\ud7ff',
  '\\ue000-\\ufe0d\\ufe10-\\uffff]{1,32}',
].join('')

/** A message text: at least one character that is not white space, and no NUL. */
export const MESSAGE_TEXT = '^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$'
