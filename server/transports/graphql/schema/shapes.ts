import * as z from 'zod'

type Shape = Readonly<Record<string, z.core.$ZodType>>

/** The schema without `optional`, `nullable` and defaults. */
export function bareOf(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return bareOf(schema.unwrap())
  return schema instanceof z.ZodDefault ? bareOf(schema.unwrap()) : schema
}

/** The protocol's description of a field, unless it is the description of the field's type. */
export function descriptionOf(schema: z.core.$ZodType): string | undefined {
  const meta = z.globalRegistry.get(schema)
  return meta?.id === undefined ? meta?.description : undefined
}

/** The fields of an object, or of all options of a union: there a field that not every option requires is optional. */
export function shapeOf(input: z.ZodType): Shape {
  if (input instanceof z.ZodObject) return input.shape
  if (!(input instanceof z.ZodDiscriminatedUnion))
    throw new Error('The input of a command must be an object or a union of objects')
  const options = input.options.map((option) => shapeOf(option as z.ZodType))
  const names = new Set(options.flatMap((option) => Object.keys(option)))
  return Object.fromEntries(
    [...names].map((name) => [name, merge(options.map((option) => option[name]))]),
  )
}

function merge(schemas: readonly (z.core.$ZodType | undefined)[]): z.core.$ZodType {
  const present = schemas.filter((schema) => schema !== undefined)
  const values = present.flatMap(enumValuesOf)
  const merged = values.length > 0 ? z.enum(values) : bareOf(present[0] as z.core.$ZodType)
  const isRequired = schemas.every((schema) => schema !== undefined && bareOf(schema) === schema)
  return isRequired ? merged : z.optional(merged)
}

function enumValuesOf(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String)
  return schema instanceof z.ZodLiteral && typeof schema.value === 'string' ? [schema.value] : []
}

/** Removes null values, which clients send for absent fields, except where the field itself can be null. */
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

/** Whether a schema is `of`, or a copy of it: `describe` and `meta` make copies. */
export const isA = (schema: z.core.$ZodType, of: z.core.$ZodType): boolean =>
  schema === of || (schema._zod.parent !== undefined && isA(schema._zod.parent, of))

/** The name of a schema in the protocol. */
export function nameOf(schema: z.core.$ZodType): string | undefined {
  const { parent } = schema._zod
  return z.globalRegistry.get(schema)?.id ?? (parent && nameOf(parent))
}
