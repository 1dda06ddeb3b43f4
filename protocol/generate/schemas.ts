import * as z from 'zod'

/** A JSON Schema (2020-12). A schema with a name in the protocol is a `$ref` to `#/$defs/` and that name. */
export type Schema = z.core.JSONSchema.JSONSchema

/**
 * Converts the protocol's schemas to JSON Schema: each by its key, and in `defs` those that have a name. `input`: as a
 * client sends the value; `output`: as the server sends it.
 */
export function jsonSchemas<K extends string>(
  schemas: Readonly<Record<K, z.ZodType>>,
  io: 'input' | 'output',
): { readonly of: Record<K, Schema>; readonly defs: Record<string, Schema> } {
  const of = {} as Record<K, Schema>
  const defs: Record<string, Schema> = {}
  for (const [key, schema] of Object.entries(schemas) as [K, z.ZodType][]) {
    const { $schema: _, $defs, ...own } = z.toJSONSchema(schema, { io, override: simplify })
    of[key] = own
    Object.assign(defs, $defs)
  }
  return { of, defs }
}

/** Moves the references to the place where OpenAPI and AsyncAPI have named schemas. */
export const located = <T extends object>(document: T): T =>
  JSON.parse(JSON.stringify(document).replaceAll('"#/$defs/', '"#/components/schemas/'))

/** Removes redundant keywords (a time needs no pattern beside its format), and corrects bounds and patterns. */
function simplify({ zodSchema, jsonSchema }: Built): void {
  const { def } = zodSchema._zod
  // A text that is cleaned first: the bounds hold for the result.
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

/** Many regular expression engines do not accept half surrogate pairs, and JSON in UTF-8 cannot contain any. */
const portable = (pattern: string): string => pattern.replaceAll('\\ud800-\\udfff', '')
