import type { QuotaName } from '../../../protocol/entities.ts'
import type { Subject, UserId } from '../../../protocol/ids.ts'
import type { DailyQuota } from '../../../protocol/nouns/daily-quotas.ts'

/** The limits that the app has set for a user. */
export type Limits = { readonly [Q in QuotaName]?: number }

/** What a subject caused on a day. */
export type Usage = { readonly [Q in DailyQuota]: number }

export interface QuotasRead {
  limitsOf(user: UserId): Promise<Limits>
  /** `day`: the number of days since the epoch. */
  usage(day: number, subject: Subject): Promise<Usage>
  /** The rooms that the user owns, or the open invitations that the user made. */
  count(quota: 'rooms' | 'invitations', user: UserId, now: number): Promise<number>
}

export interface QuotasWrite extends QuotasRead {
  /** Locks the user until the commit, so that two commands at once cannot both take the last one. */
  lock(user: UserId): Promise<void>
  setLimits(user: UserId, limits: Limits): Promise<void>
  addUsage(day: number, subject: Subject, usage: Usage): Promise<void>
  /** Deletes about `limit` rows at most. Returns whether there can be more. */
  deleteUsageBefore(day: number, limit: number): Promise<boolean>
}
