/**
 * While an input method composes a word, Enter completes the word. Safari ends the composition before the key event,
 * which then has only the key code 229 (https://w3c.github.io/uievents/#determine-keydown-keyup-keyCode).
 */
export const isComposing = (event: KeyboardEvent): boolean =>
  event.isComposing || event.keyCode === 229
