import type { Schema } from './schemas.ts'

export type Models = Record<string, Schema>

/**
 * Replaces each object and enum of a schema by a reference to a named model, so that code generated from the document
 * has named types. A schema without a name is named by its place: the `mentions` of `MessagesSendInput` is
 * `MessagesSendInputMentions`. The models are added to `models`.
 */
export function named(schema: Schema, name: string, models: Models): Schema {
  if (schema.$ref !== undefined) return schema
  const out = inside(schema, name, models)
  if (!isModel(schema)) return out
  models[name] = { title: name, ...out }
  return { $ref: `#/$defs/${name}` }
}

/** Adds schemas that already have a name, with everything in them. */
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

/** The name of one schema of a union: its `type`. */
function hintOf({ properties }: Schema): string | undefined {
  const type = properties?.['type']
  const name = isSchema(type) ? (type.const ?? type.enum?.[0]) : undefined
  return typeof name === 'string' ? pascal(name) : undefined
}

const isModel = ({ type, properties, oneOf, enum: values }: Schema): boolean =>
  (type === 'object' && properties !== undefined) || oneOf !== undefined || values !== undefined

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null

/** The name of an event's type: `MessageCreated` for `message.created`. */
export const pascal = (type: string): string =>
  type.replace(/(?:^|[^a-zA-Z0-9])([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase())
