import de from 'emojibase-data/de/data.json' with { type: 'json' }
import en from 'emojibase-data/en/data.json' with { type: 'json' }
import messages from 'emojibase-data/en/messages.json' with { type: 'json' }
import es from 'emojibase-data/es/data.json' with { type: 'json' }
import fr from 'emojibase-data/fr/data.json' with { type: 'json' }
import ja from 'emojibase-data/ja/data.json' with { type: 'json' }
import arabic from './arabic.json' with { type: 'json' }
import { type SlimEmoji, TONES, toned } from './tones.ts'

/** The package has no Arabic: the name and further words of each emoji are those of Unicode's CLDR, see docs/decisions.md. */
const NAMES: Readonly<Record<string, readonly string[]>> = arabic
const ar = en.map((one) => {
  const [label = one.label, words = ''] = NAMES[one.emoji] ?? []
  return { ...one, label, tags: words.split(',') }
})

/** The languages of the app. */
const DATA = { ar, de, en, es, fr, ja }
export type EmojiLanguage = keyof typeof DATA
export const EMOJI_LANGUAGES = Object.keys(DATA) as readonly EmojiLanguage[]

/** Parts of emoji, which nobody chooses by themselves. */
const COMPONENTS = 2

/** Runs while the app is built: the emoji of the picker in a language, without what the picker does not show. */
export const slimEmoji = (language: EmojiLanguage): readonly SlimEmoji[] =>
  DATA[language]
    .filter(({ group }) => group !== undefined && group !== COMPONENTS)
    .map(({ emoji, group = 0, label, version, tags = [], skins, subgroup }) => [
      emoji,
      group,
      label,
      version,
      tags.filter((tag) => !label.includes(tag)).join(),
      hasTones(emoji, skins) ? 'tones' : subgroup === COUNTRY_FLAGS ? 'flag' : '',
    ])

const COUNTRY_FLAGS = messages.subgroups.find(({ key }) => key === 'country-flag')?.order

/** The few emoji whose tones have another form, such as pairs of people, are offered without tones. */
function hasTones(emoji: string, skins: readonly { readonly emoji: string }[] = []): boolean {
  const forms = new Set(skins.map((skin) => skin.emoji))
  return TONES.every((_, tone) => forms.has(toned(emoji, tone)))
}
