import type { Schema } from './schemas.ts'

/** The patterns of every text and key of JSON: everything else is refused before a schema checks it. */
const TEXT = '^[^\\u0000]*$'
const KEY = '^(?!__proto__$)[^\\u0000]*$'

/** Adds these patterns to a schema, except where a text has a pattern of its own. */
export function withJsonTexts<T>(schema: T): T
export function withJsonTexts(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map((one) => withJsonTexts(one))
  if (typeof schema !== 'object' || schema === null) return schema
  const out: Record<string, unknown> = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [
      keyword,
      keyword === 'propertyNames' ? { type: 'string', pattern: KEY } : withJsonTexts(value),
    ]),
  )
  return isFreeText(out) ? { ...out, pattern: TEXT } : out
}

const isFreeText = (schema: Schema): boolean =>
  schema.type === 'string' &&
  ['pattern', 'format', 'enum', 'const', 'allOf'].every((keyword) => !(keyword in schema))
