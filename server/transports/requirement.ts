import * as z from 'zod'

const CACHE = new WeakMap<z.core.$ZodType, string>()

/** What the field at this path must be, in words: `a whole number from 1 to 200`. */
export function requirementAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string {
  const schemas = path.reduce((at, key) => at.flatMap((each) => fieldIn(each, key)), [schema])
  const values = schemas.flatMap(valuesIn)
  if (values.length > 0) return oneOf(values)
  return oneOf([...new Set(schemas.map(requirement))]) || 'something else'
}

/** The schemas of a field. A union of objects can have several. */
function fieldIn(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType[] {
  const bare = bareOf(schema)
  if (bare instanceof z.ZodObject) {
    const field = Object.hasOwn(bare.shape, key) ? bare.shape[String(key)] : undefined
    return field === undefined ? [] : [field]
  }
  if (bare instanceof z.ZodArray) return [bare.element]
  if (bare instanceof z.ZodRecord) return [bare.valueType]
  if (bare instanceof z.ZodUnion) return bare.options.flatMap((option) => fieldIn(option, key))
  return []
}

/** The schema without optional and default; the output of a pipe, for example of trimmed text. */
function bareOf(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return bareOf(schema.unwrap())
  if (schema instanceof z.ZodDefault) return bareOf(schema.unwrap())
  return schema instanceof z.ZodPipe ? bareOf(schema.out) : schema
}

function valuesIn(schema: z.core.$ZodType): string[] {
  const bare = bareOf(schema)
  if (bare instanceof z.ZodEnum) return bare.options.map((value) => JSON.stringify(value))
  return bare instanceof z.ZodLiteral
    ? [...bare.values].map((value) => JSON.stringify(value) ?? 'nothing')
    : []
}

function requirement(schema: z.core.$ZodType): string {
  const text = CACHE.get(schema) ?? describe(schema)
  CACHE.set(schema, text)
  return text
}

function describe(schema: z.core.$ZodType): string {
  const { type, format, ...is } = z.toJSONSchema(bareOf(schema), {
    io: 'input',
    unrepresentable: 'any',
    // An empty registry: the schema is written in full, without references to named schemas.
    metadata: z.registry(),
  })
  if (format === 'date-time') return 'a time in UTC, such as 2026-01-31T12:00:00Z'
  switch (type) {
    case 'integer':
      return `a whole number${bounds(is.minimum, is.maximum, '', 'from')}`
    case 'number':
      return `a number${bounds(is.minimum, is.maximum, '', 'from')}`
    case 'boolean':
      return 'true or false'
    case 'string':
      return `text${bounds(is.minLength, is.maxLength, ' characters', 'of')}`
    case 'array':
      return `a list${bounds(is.minItems, is.maxItems, ' entries', 'of')}`
    case 'object':
      return 'an object'
    default:
      return 'a JSON value'
  }
}

function bounds(
  from: number | undefined,
  to: number | undefined,
  unit: string,
  preposition: string,
) {
  if (from !== undefined && to !== undefined)
    return from === to
      ? ` ${preposition} ${from}${unit}`
      : ` ${preposition} ${from} to ${to}${unit}`
  if (to !== undefined) return ` of at most ${to}${unit}`
  return from === undefined ? '' : ` of at least ${from}${unit}`
}

const oneOf = (choices: readonly string[]): string =>
  choices.length < 2 ? (choices[0] ?? '') : `one of ${choices.join(', ')}`
