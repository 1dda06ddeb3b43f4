import * as z from 'zod'

type Shape = Readonly<Record<string, z.core.$ZodType>>

/** Without what says that it may be left out. */
export function bareOf(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return bareOf(schema.unwrap())
  return schema instanceof z.ZodDefault ? bareOf(schema.unwrap()) : schema
}

/** What the protocol says of a field, beside what its type says. */
export function wordsOn(schema: z.core.$ZodType): string | undefined {
  const words = z.globalRegistry.get(schema)
  return words?.id === undefined ? words?.description : undefined
}

/** Of a choice between objects, the fields of all: those that not all must have may be left out. */
export function shapeOf(input: z.ZodType): Shape {
  if (input instanceof z.ZodObject) return input.shape
  if (!(input instanceof z.ZodDiscriminatedUnion)) throw new Error('an input is an object')
  const options = input.options.map((option) => shapeOf(option as z.ZodType))
  const names = new Set(options.flatMap((option) => Object.keys(option)))
  return Object.fromEntries(
    [...names].map((name) => [name, merge(options.map((option) => option[name]))]),
  )
}

function merge(schemas: readonly (z.core.$ZodType | undefined)[]): z.core.$ZodType {
  const there = schemas.filter((schema) => schema !== undefined)
  const words = there.flatMap(wordsOf)
  const one = words.length > 0 ? z.enum(words) : bareOf(there[0] as z.core.$ZodType)
  const isAlways = schemas.every((schema) => schema !== undefined && bareOf(schema) === schema)
  return isAlways ? one : z.optional(one)
}

function wordsOf(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String)
  return schema instanceof z.ZodLiteral && typeof schema.value === 'string' ? [schema.value] : []
}

/** Clients say null for what they leave out: it stays where null means something. */
export function withoutNulls(schema: z.core.$ZodType, value: unknown): unknown {
  const bare = bareOf(schema)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if (!(bare instanceof z.ZodObject || bare instanceof z.ZodDiscriminatedUnion)) return value
  const shape = shapeOf(bare)
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const field = shape[key]
      if (field === undefined) return [[key, inner]]
      return inner === null && !takesNull(field) ? [] : [[key, withoutNulls(field, inner)]]
    }),
  )
}

const takesNull = (schema: z.core.$ZodType): boolean =>
  schema instanceof z.ZodNullable || (schema instanceof z.ZodOptional && takesNull(schema.unwrap()))

/** What a schema was before it was described anew: that makes a copy of it. */
export const isA = (schema: z.core.$ZodType, of: z.core.$ZodType): boolean =>
  schema === of || (schema._zod.parent !== undefined && isA(schema._zod.parent, of))

/** The protocol's own name for it. */
export function nameOf(schema: z.core.$ZodType): string | undefined {
  const { parent } = schema._zod
  return z.globalRegistry.get(schema)?.id ?? (parent && nameOf(parent))
}
