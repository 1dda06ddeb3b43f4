import * as z from 'zod'
import type { RoomType } from './room-entry.ts'

/** The features that a room has on or off. */
export const FEATURES = ['typing', 'receipts', 'reactions', 'threads', 'presence'] as const

export type Feature = (typeof FEATURES)[number]

export const Features = z
  .object({
    typing: z.boolean(),
    receipts: z.boolean(),
    reactions: z.boolean(),
    threads: z.boolean(),
    presence: z.boolean(),
  })
  .meta({ id: 'Features', description: 'The features of a room: each is on or off.' })

export type Features = Readonly<z.infer<typeof Features>>

/** The features that a room of each type has unless they are set. */
export const FEATURES_OF: Readonly<Record<RoomType, Features>> = {
  dm: { typing: true, receipts: true, reactions: true, threads: true, presence: true },
  group: { typing: true, receipts: true, reactions: true, threads: true, presence: true },
  public: { typing: true, receipts: true, reactions: true, threads: true, presence: true },
  announcement: { typing: false, receipts: false, reactions: true, threads: true, presence: false },
}
