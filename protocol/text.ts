import * as z from 'zod'
import { BLANK, EMOJI_LIKE, MESSAGE_TEXT, NOT_IN_LINES } from './characters.ts'
import { qualified } from './emoji.ts'
import { LIMITS } from './limits.ts'
import { hasFewMarks, MOST_MARKS, visible } from './visible.ts'

const encoder = new TextEncoder()

/** Bytes of UTF-8. Of a text that certainly fits into a message the UTF-16 units are returned, as encoding is slow. */
export const bytesOf = (text: string): number =>
  text.length * 3 <= LIMITS.textBytes ? text.length : encoder.encode(text).length

const TOO_LONG = 'must be at most 16 KiB of UTF-8'

/** The text of a message, up to 16 KiB. Control characters are kept, because people paste logs. */
export const Text = z
  .string()
  .max(LIMITS.textBytes, TOO_LONG)
  .regex(new RegExp(MESSAGE_TEXT), {
    error: ({ input }) => (`${input}`.includes('\0') ? 'must have no NUL (U+0000)' : 'is empty'),
  })
  .refine((text) => bytesOf(text) <= LIMITS.textBytes, TOO_LONG)

/** One line of text. The bounds hold after `visible` has cleaned it. `mustHave`: a character that it must contain. */
const line = (length: number, printed: z.ZodString, mustHave = '') =>
  z
    .string()
    .max(length * 4)
    .regex(new RegExp(`^[^${NOT_IN_LINES}]*${mustHave}[^${NOT_IN_LINES}]*$`, 'u'), {
      error: ({ input }) =>
        FORBIDDEN.test(`${input}`) ? 'must have no control characters' : 'is empty',
    })
    .transform(visible)
    .pipe(
      printed
        .max(length)
        .refine(hasFewMarks, `must have at most ${MOST_MARKS} marks on one letter`),
    )
const FORBIDDEN = new RegExp(`[${NOT_IN_LINES}]`, 'u')

/** A name that users see. Names that look the same are stored as the same, as far as Unicode knows. */
export const Name = line(
  LIMITS.nameLength,
  z.string().min(1, 'is empty'),
  `[^${BLANK}${NOT_IN_LINES}]`,
)

/** A topic or a status: cleaned like a name, with a length of its own. An empty line removes it. */
export const Line = (length: number) => line(length, z.string())

const NO_EMOJI = 'must be one emoji, or a :name: of 1 to 32 lower-case letters, digits and _ + -'
/** One emoji in its qualified form, or a name of the app's own between colons. */
export const Emoji = z
  .string()
  .max(64)
  .regex(new RegExp(`^(?::[a-z0-9_+\\-]{1,32}:|${EMOJI_LIKE})$`, 'u'), NO_EMOJI)
  .transform((emoji) => (emoji.startsWith(':') ? emoji : qualified(emoji)))
  .pipe(
    z
      .string()
      .max(64)
      .regex(/^(?:\p{RGI_Emoji}|:[a-z0-9_+\-]{1,32}:)$/v, NO_EMOJI),
  )
  .meta({
    description: 'One emoji (of Unicode’s RGI set), or a `:name:` that the app defines.',
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
      'Any JSON value. A number that 64-bit floating point would change is refused: send it as text.',
  })
export const Data = z
  .record(z.string(), Json)
  .refine((data) => encoder.encode(JSON.stringify(data)).length <= LIMITS.dataBytes, {
    message: 'must be at most 16 KiB of JSON',
  })
  .meta({
    id: 'Data',
    description: 'A JSON object of the app, stored as it was sent. Its keys have no order.',
  })
export type Data = z.infer<typeof Data>
