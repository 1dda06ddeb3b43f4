import type { EmojiName } from './emoji-table.ts'

let names: readonly EmojiName[] | undefined
let isLoading = false
const watchers = new Set<() => void>()

/** The short names of emojis; undefined until they are loaded. */
export const readEmojiNames = (): readonly EmojiName[] | undefined => names

export function watchEmojiNames(listener: () => void): () => void {
  watchers.add(listener)
  return () => watchers.delete(listener)
}

/** Loads the table at the first call. Without a network there is none until the next call. */
export function loadEmojiNames(): void {
  if (isLoading || names?.length) return
  isLoading = true
  import('./emoji-table.ts')
    .then(
      (table) => publish(table.emojiNames),
      () => publish([]),
    )
    .finally(() => {
      isLoading = false
    })
}

function publish(all: readonly EmojiName[]): void {
  names = all
  for (const listener of watchers) listener()
}

export const emojiOf = (name: string): string | undefined =>
  names?.find((one) => one.name === name.toLowerCase())?.emoji
