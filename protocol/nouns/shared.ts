import * as z from 'zod'
import { MessageId, RoomId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { Name } from '../text.ts'

/** 1, 2, 3 … inside one log. */
export const Seq = z.int().min(1)

/** A place in a log: 0 is before everything. */
export const Position = z.int().min(0)

/** RFC 3339 in UTC. */
export const Time = z.iso.datetime()

export const Sender = z
  .object({ id: UserId, name: Name })
  .meta({ id: 'Sender', description: 'Who somebody is, where more is not needed.' })

export type Sender = Readonly<z.infer<typeof Sender>>

export const nothing = z.strictObject({})

export const inRoom = z.strictObject({ room: RoomId })

export const ofMember = z.strictObject({ room: RoomId, user: UserId })

export const ofMessage = z.strictObject({ room: RoomId, message: MessageId })

export const Limit = z.int().min(1).max(LIMITS.pageMax).default(LIMITS.pageDefault)

/** Where the page before this one ended: its `next`, or the id of its last. */
const Next = z.string().min(1).max(LIMITS.afterLength)

export const after = (pattern: RegExp) =>
  Next.regex(pattern, 'must be the next of another page of this list')
    .describe('The `next` of the page before this one.')
    .optional()

export const After = Next.describe('The `next` of the page before this one.').optional()

export const AfterMoving = after(/^\d{1,16}_\d{1,16}_[a-z]+_[0-9a-z]{26}_?(?:[0-9a-z]{10})*$/)

export const count = z.int().min(0)

export const Pages = { after: After, limit: Limit }
