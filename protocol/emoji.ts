/**
 * The fully qualified form of an emoji (UTS 51, ED-18a). Programs send ❤ with or without U+FE0F, the selector for
 * emoji presentation, and both look the same.
 */
export const qualified = (emoji: string): string =>
  emoji
    .replace(/[\ufe0e\ufe0f]/g, '')
    .replace(/(?!\p{Emoji_Presentation})\p{Emoji}(?!\p{Emoji_Modifier})/gu, '$&\ufe0f')
