import type { Quota, QuotaName } from '../../../protocol/entities.ts'
import type { Subject, UserId } from '../../../protocol/ids.ts'
import { type DailyQuota, QUOTAS } from '../../../protocol/nouns/daily-quotas.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Limits, Policy, Reader, Store, Tx, Usage } from '../ports.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** The number of a day, in UTC, since the epoch. */
export const dayOf = (ms: number): number => Math.floor(ms / DAY_MS)

/** The whole seconds until the next day. */
export const secondsUntilTomorrow = (ms: number): number =>
  Math.ceil(((dayOf(ms) + 1) * DAY_MS - ms) / 1000)

const COUNTED = {
  rooms: ['rooms that one user owns', 'delete one, or make another member its owner'],
  invitations: ['open invitations of one user', 'delete one, or wait until one has ended'],
} as const

/**
 * Refuses `too_many` if the user already has as many as allowed. The user is locked, so this comes before a
 * transaction locks rooms.
 */
export async function requireQuota(
  tx: Tx,
  policy: Policy,
  user: UserId,
  quota: keyof typeof COUNTED,
): Promise<void> {
  await tx.quotas.lock(user)
  const limit = (await tx.quotas.limitsOf(user))[quota] ?? policy.quotas[quota]
  if ((await tx.quotas.count(quota, user, tx.now)) < limit) return
  const [what, next] = COUNTED[quota]
  throw new Refusal(
    'too_many',
    `There can be ${limit} ${what} at most: ${next}, or ask the operator for more`,
    undefined,
    { quota },
  )
}

/** The quotas of a user, with what is used of each. */
export async function quotasOf(reader: Reader, policy: Policy, user: UserId): Promise<Quota[]> {
  const limits = await reader.quotas.limitsOf(user)
  const usage = await reader.quotas.usage(dayOf(reader.now), user)
  const renewsAt = new Date((dayOf(reader.now) + 1) * DAY_MS).toISOString()
  const quotas: Quota[] = []
  for (const name of QUOTAS) {
    const isCounted = name === 'rooms' || name === 'invitations'
    const used = isCounted ? await reader.quotas.count(name, user, reader.now) : usage[name]
    const custom = limits[name] !== undefined
    const limit = limits[name] ?? policy.quotas[name]
    quotas.push({ name, limit, used, custom, ...(!isCounted && { renewsAt }) })
  }
  return quotas
}

/** The limits after a change: null removes one, undefined leaves it as it is. */
export function changedLimits(
  limits: Limits,
  change: { readonly [Q in QuotaName]?: number | null | undefined },
): Limits {
  const all = QUOTAS.map((name) => [name, change[name] === undefined ? limits[name] : change[name]])
  return Object.fromEntries(all.filter(([, limit]) => typeof limit === 'number'))
}

/** What a subject has caused on all nodes, with the limits of a user. */
export type Recorded = { readonly usage: Usage; readonly limits: Limits }
export type NewUsage = { readonly subject: Subject; readonly usage: Usage }

/** Adds what was counted in memory to the day's usage. Returns the sums, in the order of `counted`. */
export const recordUsage = (
  store: Store,
  day: number,
  counted: readonly NewUsage[],
): Promise<readonly Recorded[]> =>
  store.writeUnannounced(async (tx) => {
    for (const { subject, usage } of counted)
      if (Object.values(usage).some((amount) => amount > 0))
        await tx.quotas.addUsage(day, subject, usage)
    return recordedOf(tx, day, counted)
  })

/** The sums of all nodes, in the order of `subjects`. */
export const readUsage = (
  store: Store,
  day: number,
  subjects: readonly Pick<NewUsage, 'subject'>[],
): Promise<readonly Recorded[]> => store.read((reader) => recordedOf(reader, day, subjects))

async function recordedOf(
  reader: Reader,
  day: number,
  subjects: readonly Pick<NewUsage, 'subject'>[],
): Promise<readonly Recorded[]> {
  const recorded: Recorded[] = []
  for (const { subject } of subjects) {
    const limits = isUser(subject) ? await reader.quotas.limitsOf(subject) : {}
    recorded.push({ usage: await reader.quotas.usage(day, subject), limits })
  }
  return recorded
}

/** Ids of users have no spaces. */
const isUser = (subject: Subject): subject is UserId => !subject.includes(' ')

export const emptyUsage = (): Record<DailyQuota, number> => ({
  roomsPerDay: 0,
  textBytesPerDay: 0,
  eventsPerDay: 0,
  guestsPerAddress: 0,
  quickRoomsPerAddress: 0,
})
