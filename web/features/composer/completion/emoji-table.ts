import table from 'emojibase-data/en/shortcodes/github.json'

export type EmojiName = { readonly name: string; readonly emoji: string }

/** All short names, as on GitHub. A file of its own, because it is large. */
export const emojiNames: readonly EmojiName[] = Object.entries(table).flatMap(([code, names]) => {
  const emoji = emojiOf(code)
  return [names].flat().map((name) => ({ name, emoji }))
})

function emojiOf(code: string): string {
  const points = code.split('-').map((point) => Number.parseInt(point, 16))
  const emoji = String.fromCodePoint(...points)
  // A single character that can also be a letter needs the selector that makes it an emoji.
  return points.length > 1 || /^\p{Emoji_Presentation}$/u.test(emoji) ? emoji : `${emoji}\u{fe0f}`
}
