import * as z from 'zod'
import { MessageId, RoomId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { Name } from '../text.ts'

/** The number of an event in its log: 1, 2, 3 … */
export const Seq = z.int().min(1)

/** A position in a log: 0 is before the first event. */
export const Position = z.int().min(0)

/** A time in RFC 3339, in UTC. */
export const Time = z.iso.datetime()

export const Sender = z
  .object({ id: UserId, name: Name })
  .meta({ id: 'Sender', description: 'The id and name of a user.' })

export type Sender = Readonly<z.infer<typeof Sender>>

export const nothing = z.strictObject({})

export const inRoom = z.strictObject({ room: RoomId })

export const ofMember = z.strictObject({ room: RoomId, user: UserId })

export const ofMessage = z.strictObject({ room: RoomId, message: MessageId })

export const Limit = z.int().min(1).max(LIMITS.pageMax).default(LIMITS.pageDefault)

/** The position after which a page begins: the `next` of the previous page, or the id of its last item. */
const Next = z.string().min(1).max(LIMITS.afterLength)

export const after = (pattern: RegExp) =>
  Next.regex(pattern, 'must be the next of another page of this list')
    .describe('The `next` of the previous page.')
    .optional()

export const After = Next.describe('The `next` of the previous page.').optional()

export const AfterMoving = after(/^\d{1,16}_\d{1,16}_[a-z]+_[0-9a-z]{26}_?(?:[0-9a-z]{10})*$/)

export const count = z.int().min(0)

export const Pages = { after: After, limit: Limit }
