import type { EmojiDataResolver } from 'frimousse'
import { readWords } from '../../words/words.ts'
import { slimEmoji } from './slim.ts' with { type: 'macro' }
import { type SlimEmoji, toned } from './tones.ts'

const english = slimEmoji('en')

/** The languages whose names of emoji are a file of their own: see web/build.ts. */
const NAMED: readonly string[] = ['ar', 'de', 'es', 'fr', 'ja']

/** The groups, by their numbers in the data. */
const GROUPS = {
  smileys: 0,
  people: 1,
  nature: 3,
  food: 4,
  travel: 5,
  activities: 6,
  objects: 7,
  symbols: 8,
  flags: 9,
} as const

/** The emoji are part of the build: nothing is read from another server. */
export const resolveEmojiData: EmojiDataResolver = async (locale) => {
  const emojis = NAMED.includes(locale) ? await emojisIn(locale) : english
  const { emojiGroups, skinTones } = readWords()
  return {
    locale,
    emojis: emojis.map(([emoji, category, label, version, tags, special]) => ({
      ...{ emoji, category, label, version, tags: tags.split(',') },
      ...(special === 'flag' && { countryFlag: true as const }),
      ...(special === 'tones' && { skins: tonesOf(emoji) }),
    })),
    categories: Object.entries(GROUPS).map(([group, index]) => ({
      index,
      label: emojiGroups[group as keyof typeof GROUPS],
    })),
    skinTones,
  }
}

/** English without a network: the service worker keeps no names in other languages. */
async function emojisIn(locale: string): Promise<readonly SlimEmoji[]> {
  try {
    const answer = await fetch(`emoji-${locale}.json`)
    return answer.ok ? await answer.json() : english
  } catch {
    return english // Without a network.
  }
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
