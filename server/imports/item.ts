import * as z from 'zod'
import { ROLES } from '../../protocol/nouns/roles.ts'
import { RoomType } from '../../protocol/nouns/room-entry.ts'
import { Data } from '../../protocol/text.ts'

/** An id of another place. */
const Foreign = z.string().min(1).max(512)
const Milliseconds = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

/** The lines of the plain format, which every reader makes. Times become ms of the epoch. */
export const Item = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('user'),
    id: Foreign,
    name: z.string(),
    handle: z.string().optional(),
    bot: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('room'),
    id: Foreign,
    kind: RoomType,
    name: z.string().optional(),
    topic: z.string().optional(),
    archived: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('member'),
    room: Foreign,
    user: Foreign,
    role: z.enum(ROLES).optional(),
  }),
  z.object({
    type: z.literal('message'),
    id: Foreign,
    room: Foreign,
    sender: Foreign,
    at: Milliseconds,
    text: z.string(),
    data: Data.optional(),
    thread: Foreign.optional(),
    inRoom: z.boolean().optional(),
    replyTo: Foreign.optional(),
    system: z.boolean().optional(),
    editedAt: Milliseconds.optional(),
    versions: z.array(z.object({ text: z.string(), at: Milliseconds })).optional(),
    reactions: z
      .array(z.object({ emoji: z.string(), user: Foreign, at: Milliseconds.optional() }))
      .optional(),
  }),
])
export type Item = z.infer<typeof Item>
export type Line = z.input<typeof Item>
type Of<T extends Item['type']> = Extract<Item, { type: T }>
export type User = Of<'user'>
export type Room = Of<'room'>
export type Member = Of<'member'>
export type Message = Of<'message'>

/** Begins a file of the plain format. */
export const HEADER = { parlance: 'lines', format: 1 } as const
