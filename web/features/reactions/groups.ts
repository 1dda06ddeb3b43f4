import type { ReactionSummary } from '@parlance/sdk'

/** Reactions that look alike: the same emoji, in any skin tone. */
export type ReactionGroup = {
  /** The one that was used first. */
  readonly emoji: string
  readonly all: readonly string[]
  readonly count: number
  /** Those of the group that the reader has added. */
  readonly mine: readonly string[]
}

const SKIN_TONES = /[\u{1F3FB}-\u{1F3FF}]/gu
const PRESENTATION = /[\uFE0E\uFE0F]/g

/** The same for emoji that differ by their skin tones, or by how they are qualified. */
export const lookOf = (emoji: string): string =>
  emoji.replace(SKIN_TONES, '').replace(PRESENTATION, '')

/** In the order of first use. */
export function groupsOf(reactions: readonly ReactionSummary[]): readonly ReactionGroup[] {
  const groups = Map.groupBy(reactions, ({ emoji }) => lookOf(emoji))
  return [...groups.values()].map((alike) => ({
    emoji: alike[0]?.emoji ?? '',
    all: alike.map(({ emoji }) => emoji),
    count: alike.reduce((sum, { count }) => sum + count, 0),
    mine: alike.flatMap(({ emoji, mine }) => (mine ? [emoji] : [])),
  }))
}

/** What a press on a group changes: it removes every own reaction of the group, or adds its first emoji. */
export const pressed = ({ mine, emoji }: ReactionGroup): readonly string[] =>
  mine.length > 0 ? mine : [emoji]

/** The same for an emoji that was chosen for a message, of which an alike one can be there. */
export function chosen(
  reactions: readonly ReactionSummary[] | undefined,
  emoji: string,
): readonly string[] {
  const group = groupsOf(reactions ?? []).find((one) => lookOf(one.emoji) === lookOf(emoji))
  return group === undefined || group.mine.length === 0 ? [emoji] : group.mine
}
