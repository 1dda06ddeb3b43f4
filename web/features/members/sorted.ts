import type { Member, Presence, UserId } from '@parlance/sdk'

const ORDER = { online: 0, away: 1, offline: 2 } as const

/** The own user first, then those who are here, each by name. */
export const sorted = (
  members: readonly Member[],
  presence: ReadonlyMap<UserId, Presence>,
  me: UserId | undefined,
  locale: string,
): readonly Member[] => {
  const { compare } = new Intl.Collator(locale)
  const place = ({ user }: Member) =>
    user.id === me ? -1 : ORDER[presence.get(user.id)?.state ?? 'offline']
  return [...members].sort((a, b) => place(a) - place(b) || compare(a.user.name, b.user.name))
}
