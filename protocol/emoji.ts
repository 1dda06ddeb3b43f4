/**
 * An emoji as Unicode qualifies it (UTS 51, ED-18a): programs send ❤ with U+FE0F, the selector that asks
 * for the picture, or without, and people see the same.
 */
export const qualified = (emoji: string): string =>
  emoji
    .replace(/[\ufe0e\ufe0f]/g, '')
    .replace(/(?!\p{Emoji_Presentation})\p{Emoji}(?!\p{Emoji_Modifier})/gu, '$&\ufe0f')
