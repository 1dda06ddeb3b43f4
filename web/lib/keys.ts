/**
 * While an input method composes a word, Enter completes the word. Safari ends the composition before the key event,
 * which then has only the key code 229 (https://w3c.github.io/uievents/#determine-keydown-keyup-keyCode).
 */
export const isComposing = (event: KeyboardEvent): boolean =>
  event.isComposing || event.keyCode === 229

/** Ctrl, or ⌘ on a Mac. With Alt it is AltGr, with which letters are typed. */
export const hasCommandKey = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) && !event.altKey && !event.getModifierState('AltGraph')

/** Whether the key is a letter of the Latin alphabet: by its place on keyboards that have other letters. */
export const isKey = (event: KeyboardEvent, letter: string): boolean =>
  /^[a-z]$/i.test(event.key)
    ? event.key.toLowerCase() === letter
    : event.code === `Key${letter.toUpperCase()}`

/** Whether a key without a modifier types a character where the focus is. */
export const isTyping = ({ target }: KeyboardEvent): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('textarea, select, input:not([type=checkbox], [type=radio])'))

const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

/** The name of the key of commands on this machine. */
export const COMMAND_KEY = isMac ? '⌘' : 'Ctrl'
