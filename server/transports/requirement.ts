import * as z from 'zod'

const KNOWN = new WeakMap<z.core.$ZodType, string>()

/** What the field at this path must be, in words: `a whole number from 1 to 200`. */
export function requirementAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string {
  const found = path.reduce((some, key) => some.flatMap((one) => inside(one, key)), [schema])
  const words = found.flatMap(wordsIn)
  if (words.length > 0) return oneOf(words)
  return oneOf([...new Set(found.map(requirement))]) || 'something else'
}

/** The schemas of what may stand there: of a choice between objects there may be several. */
function inside(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType[] {
  const bare = bareOf(schema)
  if (bare instanceof z.ZodObject) {
    const field = Object.hasOwn(bare.shape, key) ? bare.shape[String(key)] : undefined
    return field === undefined ? [] : [field]
  }
  if (bare instanceof z.ZodArray) return [bare.element]
  if (bare instanceof z.ZodRecord) return [bare.valueType]
  if (bare instanceof z.ZodUnion) return bare.options.flatMap((option) => inside(option, key))
  return []
}

/** Without what says that it may be left out; of what is trimmed first, what is then left. */
function bareOf(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return bareOf(schema.unwrap())
  if (schema instanceof z.ZodDefault) return bareOf(schema.unwrap())
  return schema instanceof z.ZodPipe ? bareOf(schema.out) : schema
}

function wordsIn(schema: z.core.$ZodType): string[] {
  const bare = bareOf(schema)
  if (bare instanceof z.ZodEnum) return bare.options.map((word) => JSON.stringify(word))
  return bare instanceof z.ZodLiteral
    ? [...bare.values].map((word) => JSON.stringify(word) ?? 'nothing')
    : []
}

function requirement(schema: z.core.$ZodType): string {
  const known = KNOWN.get(schema) ?? written(schema)
  KNOWN.set(schema, known)
  return known
}

function written(schema: z.core.$ZodType): string {
  const { type, format, ...is } = z.toJSONSchema(bareOf(schema), {
    io: 'input',
    unrepresentable: 'any',
    // Without the names by which a document refers to them.
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

function bounds(from: number | undefined, to: number | undefined, of: string, word: string) {
  if (from !== undefined && to !== undefined)
    return from === to ? ` ${word} ${from}${of}` : ` ${word} ${from} to ${to}${of}`
  if (to !== undefined) return ` of at most ${to}${of}`
  return from === undefined ? '' : ` of at least ${from}${of}`
}

const oneOf = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `one of ${words.join(', ')}`
