import type { QuotaName } from '../../protocol/entities.ts'

/**
 * Settings of the operator. `requests`: whether users who share no
 * room with the caller must agree before they are added to a dm or a group.
 */
export type Policy = {
  readonly guests: boolean
  /** Who can sign up: everybody, people with a one-time link, or nobody. */
  readonly accounts: 'open' | 'invite' | 'off'
  /** Whether the server sends mails, and how many of each purpose an hour. */
  readonly mail: { readonly isOn: boolean; readonly perHour: number }
  /** The limits of every user for whom the app has not set another one. */
  readonly quotas: Readonly<Record<QuotaName, number>>
  readonly apiKeys: number
  readonly editsPerMessage: number
  /** The most earlier versions of a message that are kept. */
  readonly versionsPerMessage: number
  /** After how many seconds messages disappear, on the whole server. */
  readonly retentionSeconds: number | undefined
  readonly requests: boolean
  readonly requestsPerUser: number
}
