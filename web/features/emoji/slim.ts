import data from 'emojibase-data/en/data.json' with { type: 'json' }
import messages from 'emojibase-data/en/messages.json' with { type: 'json' }
import { type SlimEmoji, TONES, toned } from './tones.ts'

/** Parts of emoji, which nobody chooses by themselves. */
const COMPONENTS = 2

/** Runs while the app is built: the emoji of the picker, without what it does not show. */
export function slimEmoji() {
  const emojis = data
    .filter(({ group }) => group !== undefined && group !== COMPONENTS)
    .map(
      ({ emoji, group = 0, label, version, tags = [], skins, subgroup }): SlimEmoji => [
        emoji,
        group,
        label,
        version,
        tags.filter((tag) => !label.includes(tag)).join(),
        hasTones(emoji, skins) ? 'tones' : subgroup === COUNTRY_FLAGS ? 'flag' : '',
      ],
    )
  const categories = messages.groups
    .filter(({ order }) => order !== COMPONENTS)
    .map(({ order, message }) => ({ index: order, label: message }))
  return { emojis, categories }
}

const COUNTRY_FLAGS = messages.subgroups.find(({ key }) => key === 'country-flag')?.order

/** The few emoji whose tones have another form, such as pairs of people, are offered without tones. */
function hasTones(emoji: string, skins: readonly { readonly emoji: string }[] = []): boolean {
  const forms = new Set(skins.map((skin) => skin.emoji))
  return TONES.every((_, tone) => forms.has(toned(emoji, tone)))
}
