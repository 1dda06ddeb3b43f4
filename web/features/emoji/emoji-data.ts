import type { EmojiDataResolver } from 'frimousse'
import { slimEmoji } from './slim.ts' with { type: 'macro' }
import { toned } from './tones.ts'

const slim = slimEmoji()

const data = {
  locale: 'en',
  emojis: slim.emojis.map(([emoji, category, label, version, tags, special]) => ({
    ...{ emoji, category, label, version, tags: tags.split(',') },
    ...(special === 'flag' && { countryFlag: true as const }),
    ...(special === 'tones' && { skins: tonesOf(emoji) }),
  })),
  categories: slim.categories,
  skinTones: {
    light: 'light skin tone',
    'medium-light': 'medium-light skin tone',
    medium: 'medium skin tone',
    'medium-dark': 'medium-dark skin tone',
    dark: 'dark skin tone',
  },
}

function tonesOf(emoji: string) {
  const of = (tone: number) => toned(emoji, tone)
  return {
    light: of(0),
    'medium-light': of(1),
    medium: of(2),
    'medium-dark': of(3),
    dark: of(4),
  }
}

/** The emoji are part of the build: nothing is read from another server. */
export const resolveEmojiData: EmojiDataResolver = () => data
