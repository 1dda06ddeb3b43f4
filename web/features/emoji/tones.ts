/** The emoji, its group, label, version of Unicode, further words, and what is special about it. */
export type SlimEmoji = readonly [string, number, string, number, string, '' | 'tones' | 'flag']

/** The tones of skin, in the order of Unicode: U+1F3FB to U+1F3FF. */
export const TONES = ['light', 'medium-light', 'medium', 'medium-dark', 'dark'] as const

const FIRST_TONE = 0x1f3fb

/** An emoji in a tone, which follows the first character and replaces its U+FE0F. */
export const toned = (emoji: string, tone: number): string =>
  emoji.replace(/^(.)\uFE0F?/u, `$1${String.fromCodePoint(FIRST_TONE + tone)}`)
