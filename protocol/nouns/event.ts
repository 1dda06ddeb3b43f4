import * as z from 'zod'
import { Cursor, Log, RoomId } from '../ids.ts'
import { Sender, Seq, Time } from './shared.ts'

/** The name of an event's type: `MessageCreated` for `message.created`. */
const pascal = (type: string): string =>
  type.replace(/(?:^|\.)(\w)/g, (_, letter) => letter.toUpperCase())

export const event = <T extends string, S extends z.ZodRawShape>(
  type: T,
  shape: S,
  description?: string,
) =>
  z
    .object({
      type: z.literal(type),
      log: Log.describe('The log that contains the event.'),
      seq: Seq,
      cursor: Cursor.describe(
        'The cursor after this event, over all logs: send it back to resume.',
      ),
      at: Time,
      ...shape,
    })
    .meta({ id: pascal(type), ...(description && { description }) })

export const ephemeralEvent = <T extends string, S extends z.ZodRawShape>(
  type: T,
  shape: S,
  description?: string,
) =>
  z
    .object({ type: z.literal(type), log: RoomId, user: Sender, at: Time, ...shape })
    .meta({ id: pascal(type), ...(description && { description }) })
