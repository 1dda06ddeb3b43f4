import type { Schema } from './schemas.ts'

export type Models = Record<string, Schema>

/**
 * The same schema, in which each object and each list of words is a reference to a model with a name: who
 * generates code from a document gets types with names. What had none is named by its place: the `mentions`
 * of `MessagesSendInput` is `MessagesSendInputMentions`. They are put into `models`.
 */
export function named(schema: Schema, name: string, models: Models): Schema {
  if (schema.$ref !== undefined) return schema
  const out = inside(schema, name, models)
  if (!isModel(schema)) return out
  models[name] = { title: name, ...out }
  return { $ref: `#/$defs/${name}` }
}

/** Those that have a name already, with everything in them. */
export function namedAll(defs: Readonly<Models>, models: Models): void {
  for (const [name, schema] of Object.entries(defs))
    models[name] = { title: name, ...inside(schema, name, models) }
}

function inside(schema: Schema, name: string, models: Models): Schema {
  const out: Schema = { ...schema }
  const many = (some: readonly Schema[]) =>
    some.map((one, i) => named(one, `${name}${hintOf(one) ?? i + 1}`, models))
  if (schema.properties !== undefined)
    out.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([key, field]) => [
        key,
        named(field as Schema, `${name}${pascal(key)}`, models),
      ]),
    )
  if (schema.oneOf !== undefined) out.oneOf = many(schema.oneOf)
  if (schema.anyOf !== undefined) out.anyOf = many(schema.anyOf)
  if (isSchema(schema.items)) out.items = named(schema.items, `${name}Item`, models)
  if (isSchema(schema.additionalProperties))
    out.additionalProperties = named(schema.additionalProperties, `${name}Value`, models)
  return out
}

/** Of a choice, what each is called by: its `type`. */
function hintOf({ properties }: Schema): string | undefined {
  const type = properties?.['type']
  const word = isSchema(type) ? (type.const ?? type.enum?.[0]) : undefined
  return typeof word === 'string' ? pascal(word) : undefined
}

const isModel = ({ type, properties, oneOf, enum: words }: Schema): boolean =>
  (type === 'object' && properties !== undefined) || oneOf !== undefined || words !== undefined

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null

/** `message.created` is `MessageCreated` where a type has a name. */
export const pascal = (word: string): string =>
  word.replace(/(?:^|[^a-zA-Z0-9])([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase())
