import type { Schema } from './schemas.ts'

/** What no text and no key of JSON may have, wherever it stands: it is refused before any schema looks. */
const TEXT = '^[^\\u0000]*$'
const KEY = '^(?!__proto__$)[^\\u0000]*$'

/** The same schema, which says so of every text that has no pattern of its own. */
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
