import * as z from 'zod'
import { bareOf, nameOf } from '../../server/transports/graphql/schema/shapes.ts'

export type Input = Record<string, unknown>

/** The values of fields with a form of their own, by the field's name. */
const OF_FORM: Readonly<Record<string, readonly unknown[]>> = {
  emoji: ['👍', '🎉'],
  locale: ['fr', 'pt-BR'],
  timeZone: ['Europe/Paris', 'Asia/Tokyo'],
  // Long enough that the messages are there until they are read back.
  expiresIn: [3600, 7200],
  retentionSeconds: [86_400, 172_800],
}
const HOUR = 3_600_000

/** The fields of each kind of a command's input. */
export function kindsOf(input: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>>[] {
  if (input instanceof z.ZodObject) return [input.shape]
  if (input instanceof z.ZodUnion) return input.options.flatMap(kindsOf)
  throw new Error('the input of a command is an object or a union of objects')
}

/**
 * All fields with a value. `given`: the values that no schema can choose; `mentions.users` is a field of `mentions`.
 * The values of two rounds differ.
 */
export function filled(
  shape: Readonly<Record<string, z.core.$ZodType>>,
  given: Input,
  round: number,
): Input {
  return Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => [
      name,
      name in given ? given[name] : valueFor(schema, name, round, given),
    ]),
  )
}

function valueFor(schema: z.core.$ZodType, name: string, round: number, given: Input): unknown {
  const bare = bareOf(schema)
  const value = candidate(bare, name, round, given)
  const parsed = z.safeParse(bare, value)
  if (!parsed.success)
    throw new Error(
      `add ${name} to OF_FORM, or to the given values of its case: ${parsed.error.message}`,
    )
  return value
}

function candidate(bare: z.core.$ZodType, name: string, round: number, given: Input): unknown {
  if (nameOf(bare) === 'Data') return { [name]: `value ${round}` }
  const ofForm = OF_FORM[name]
  if (ofForm !== undefined) return ofForm[round]
  if (bare instanceof z.ZodEnum) return bare.options[round % bare.options.length]
  if (bare instanceof z.ZodLiteral) return bare.value
  if (bare instanceof z.ZodBoolean) return round % 2 === 0
  if (bare instanceof z.ZodNumber) return Math.max(bare.minValue ?? 0, 0) + round + 1
  if (bare instanceof z.ZodISODateTime)
    return new Date(Date.UTC(2100, 0) + round * HOUR).toISOString()
  if (bare instanceof z.ZodArray) return [valueFor(bare.element, name, round, given)]
  if (bare instanceof z.ZodObject) return filled(bare.shape, within(name, given), round)
  return `${name}-${round}`
}

const within = (name: string, given: Input): Input =>
  Object.fromEntries(
    Object.entries(given).flatMap(([key, value]) =>
      key.startsWith(`${name}.`) ? [[key.slice(name.length + 1), value]] : [],
    ),
  )
