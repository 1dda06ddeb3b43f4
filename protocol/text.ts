import * as z from 'zod'
import { BLANK, PICTURE, SAID, UNLINED } from './characters.ts'
import { qualified } from './emoji.ts'
import { LIMITS } from './limits.ts'
import { hasFewMarks, MOST_MARKS, visible } from './visible.ts'

const encoder = new TextEncoder()

/** Bytes of UTF-8. The common short text is not encoded to be measured. */
export const bytesOf = (text: string): number =>
  text.length * 3 <= LIMITS.textBytes ? text.length : encoder.encode(text).length

const TOO_LONG = 'must be at most 16 KiB of UTF-8'

/** What is said: anything but nothing, up to 16 KiB. Control characters stay: people paste logs. */
export const Text = z
  .string()
  .max(LIMITS.textBytes, TOO_LONG)
  .regex(new RegExp(SAID), {
    error: ({ input }) => (`${input}`.includes('\0') ? 'must have no NUL (U+0000)' : 'is empty'),
  })
  .refine((text) => bytesOf(text) <= LIMITS.textBytes, TOO_LONG)

/** One line, whose bounds are of what is left when it is made visible. `mustHave`: an empty one is none. */
const line = (length: number, printed: z.ZodString, mustHave = '') =>
  z
    .string()
    .max(length * 4)
    .regex(new RegExp(`^[^${UNLINED}]*${mustHave}[^${UNLINED}]*$`, 'u'), {
      error: ({ input }) =>
        NOT_OF_A_LINE.test(`${input}`) ? 'must have no control characters' : 'is empty',
    })
    .transform(visible)
    .pipe(
      printed
        .max(length)
        .refine(hasFewMarks, `must have at most ${MOST_MARKS} marks on one letter`),
    )
const NOT_OF_A_LINE = new RegExp(`[${UNLINED}]`, 'u')

/** A name that people see: one that looks like another is that other, as far as Unicode can tell. */
export const Name = line(LIMITS.nameLength, z.string().min(1, 'is empty'), `[^${BLANK}${UNLINED}]`)

/** A line about a room, or about oneself: as a name, and longer; an empty one is none. */
export const Line = (length: number) => line(length, z.string())

/** One emoji as people see it, or a name of the app's own between colons. */
const NO_EMOJI = 'must be one emoji, or a :name: of 1 to 32 lower-case letters, digits and _ + -'
export const Emoji = z
  .string()
  .max(64)
  .regex(new RegExp(`^(?::[a-z0-9_+\\-]{1,32}:|${PICTURE})$`, 'u'), NO_EMOJI)
  .transform((emoji) => (emoji.startsWith(':') ? emoji : qualified(emoji)))
  .pipe(
    z
      .string()
      .max(64)
      .regex(/^(?:\p{RGI_Emoji}|:[a-z0-9_+\-]{1,32}:)$/v, NO_EMOJI),
  )
  .meta({
    description: 'One emoji (RGI, of Unicode), or a `:name:` of the app’s own.',
    examples: ['👍', ':party:'],
  })

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
const Json: z.ZodType<Json> = z
  .lazy(() =>
    z.union(
      [z.string(), z.number(), z.boolean(), z.null(), z.array(Json), z.record(z.string(), Json)],
      { error: 'must be a number that can be kept exactly: send it as text' },
    ),
  )
  .meta({
    id: 'Json',
    description:
      'Anything that JSON can say. Numbers that 64-bit floating point does not keep exactly are to be sent as text.',
  })
export const Data = z
  .record(z.string(), Json)
  .refine((data) => encoder.encode(JSON.stringify(data)).length <= LIMITS.dataBytes, {
    message: 'must be at most 16 KiB of JSON',
  })
  .meta({
    id: 'Data',
    description: 'The app’s own JSON object, kept as sent; its keys have no order.',
  })
export type Data = z.infer<typeof Data>
