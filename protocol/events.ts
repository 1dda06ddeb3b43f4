import * as z from 'zod'
import { Member, Message, Position, Room, Sender, Seq, Time, User } from './entities.ts'
import { Cursor, type Log } from './ids.ts'

const event = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({
    type: z.literal(type),
    /** A room's id, or `user:` and an id: whose log this is an entry of. */
    log: z.string() as unknown as z.ZodType<Log>,
    seq: Seq,
    /** Everything up to here, over all logs: give it back to resume. */
    cursor: Cursor,
    at: Time,
    ...shape,
  })

/** Everything durable that a listener can hear, the same on every door. */
export const EVENTS = {
  'room.created': event('room.created', { room: Room, by: Sender }),
  'room.updated': event('room.updated', { room: Room, by: Sender }),
  /** The last entry of its log. */
  'room.deleted': event('room.deleted', { by: Sender }),
  /** `room` is there for the one who joined and does not know it yet. */
  'member.joined': event('member.joined', { member: Member, room: Room, by: Sender }),
  'member.updated': event('member.updated', { member: Member, by: Sender }),
  /** The last thing that this user hears of the room. `by` somebody else: removed. */
  'member.left': event('member.left', { user: Sender, by: Sender }),
  'message.created': event('message.created', { message: Message }),
  'receipt.read': event('receipt.read', { user: Sender, readSeq: Position }),
  'user.updated': event('user.updated', { user: User }),
} as const

export type EventType = keyof typeof EVENTS
export type EventOf<T extends EventType> = Readonly<z.infer<(typeof EVENTS)[T]>>
export type Event = { [T in EventType]: EventOf<T> }[EventType]
