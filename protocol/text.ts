import * as z from 'zod'
import { LIMITS } from './limits.ts'

const encoder = new TextEncoder()

/** Bytes of UTF-8. The common short text is not encoded to be measured. */
export const bytesOf = (text: string): number =>
  text.length * 3 <= LIMITS.textBytes ? text.length : encoder.encode(text).length

/** What is said: anything but nothing, up to 16 KiB. Control characters stay: people paste logs. */
export const Text = z
  .string()
  .refine((text) => text.trim() !== '', 'is empty')
  .refine((text) => bytesOf(text) <= LIMITS.textBytes, 'is longer than 16 KiB')

/**
 * A name that people see: one line, no control characters, and no marks that turn the direction of
 * what stands around it (they make one name look like another).
 */
export const Name = z
  .string()
  .max(LIMITS.nameLength * 4)
  .transform((name) => name.normalize('NFC').trim().replace(/\s+/g, ' '))
  .pipe(
    z
      .string()
      .min(1, 'is empty')
      .max(LIMITS.nameLength)
      .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+$/u, {
        message: 'has control characters',
      }),
  )

/** A line about a room, or about oneself: as a name, and longer. */
export const Line = (length: number) =>
  z
    .string()
    .max(length * 4)
    .transform((line) => line.normalize('NFC').trim().replace(/\s+/g, ' '))
    .pipe(
      z
        .string()
        .max(length)
        .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u, {
          message: 'has control characters',
        }),
    )

/** One emoji as people see it, or a name of the app's own between colons. */
export const Emoji = z
  .string()
  .max(64)
  .regex(/^(?:\p{RGI_Emoji}|:[a-z0-9_+\-]{1,32}:)$/v, 'is not one emoji, nor a :name:')

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
const Json: z.ZodType<Json> = z
  .lazy(() =>
    z.union(
      [z.string(), z.number(), z.boolean(), z.null(), z.array(Json), z.record(z.string(), Json)],
      { error: 'has a number that would not be kept: send it as text' },
    ),
  )
  .meta({ id: 'Json', description: 'Anything that JSON can say.' })
export const Data = z
  .record(z.string(), Json)
  .refine((data) => encoder.encode(JSON.stringify(data)).length <= LIMITS.dataBytes, {
    message: 'is larger than 16 KiB',
  })
  .meta({
    id: 'Data',
    description: 'The app’s own JSON object, kept as sent; its keys have no order.',
  })
export type Data = z.infer<typeof Data>
