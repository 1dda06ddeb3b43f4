import * as z from 'zod'

/** A JSON Schema (2020-12). What has a name in the protocol is a `$ref` to `#/$defs/` and that name. */
export type Schema = z.core.JSONSchema.JSONSchema

/**
 * The protocol's schemas as JSON Schema: each by its key, and in `defs` all that have a name of their
 * own. `input`: as it is to be sent, `output`: as it comes.
 */
export function jsonSchemas<K extends string>(
  schemas: Readonly<Record<K, z.ZodType>>,
  io: 'input' | 'output',
): { readonly of: Record<K, Schema>; readonly defs: Record<string, Schema> } {
  const of = {} as Record<K, Schema>
  const defs: Record<string, Schema> = {}
  for (const [key, schema] of Object.entries(schemas) as [K, z.ZodType][]) {
    const { $schema: _, $defs, ...own } = z.toJSONSchema(schema, { io, override: plainly })
    of[key] = own
    Object.assign(defs, $defs)
  }
  return { of, defs }
}

/** The same document, with its named schemas where OpenAPI and AsyncAPI have them. */
export const located = <T extends object>(document: T): T =>
  JSON.parse(JSON.stringify(document).replaceAll('"#/$defs/', '"#/components/schemas/'))

/** Less what only repeats what is said already: a time's format is its pattern. */
function plainly({ zodSchema, jsonSchema }: Built): void {
  const { def } = zodSchema._zod
  // What is trimmed first: the bounds are of what is then left.
  if (def.type === 'pipe' && def.out instanceof z.ZodString) {
    const { minLength, maxLength } = def.out
    if (minLength !== null) jsonSchema.minLength = minLength
    if (maxLength !== null) jsonSchema.maxLength = maxLength
  }
  for (const one of [jsonSchema, ...(jsonSchema.allOf ?? [])])
    if (one.pattern !== undefined) one.pattern = portable(one.pattern)
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
}

type Built = { readonly zodSchema: z.core.$ZodTypes; readonly jsonSchema: Schema }

/** Many engines do not take half a surrogate pair for a character, and JSON in UTF-8 cannot bring any. */
const portable = (pattern: string): string => pattern.replaceAll('\\ud800-\\udfff', '')
