import type { Subject, UserId } from '../../../protocol/ids.ts'

/** What a subject, a user or `address <network>`, caused on a day, which is the number of days of the epoch. */
export type UsageRow = {
  day: number
  subject: Subject
  rooms: number
  text_bytes: number
  events: number
  guests: number
}

/** The limits that the app has set for a user, by quota, as JSON. */
export type QuotasRow = { user: UserId; limits: string }
