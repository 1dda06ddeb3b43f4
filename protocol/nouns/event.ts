import * as z from 'zod'
import { Cursor, Log, RoomId } from '../ids.ts'
import { Sender, Seq, Time } from './shared.ts'

/** `message.created` is `MessageCreated` where a type has a name. */
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
      log: Log.describe('Whose log this is an entry of.'),
      seq: Seq,
      cursor: Cursor.describe('Everything up to here, over all logs: give it back to resume.'),
      at: Time,
      ...shape,
    })
    .meta({ id: pascal(type), ...(description && { description }) })

export const signal = <T extends string, S extends z.ZodRawShape>(
  type: T,
  shape: S,
  description?: string,
) =>
  z
    .object({ type: z.literal(type), log: RoomId, user: Sender, at: Time, ...shape })
    .meta({ id: pascal(type), ...(description && { description }) })
