import { aligned, doc, exported, type Row } from './go-text.ts'
import type { Schema } from './schemas.ts'

export type Schemas = Readonly<Record<string, Schema>>

/**
 * How a struct is used, which decides how its optional fields are written. `received`: an absent text and an empty one
 * are the same. `sent`: an empty text is left out. `changed`: a field that is left out stays as it is, so an empty text
 * and `false` must be distinguishable from it.
 */
export type Use = 'received' | 'sent' | 'changed'

/** Converts JSON Schemas to Go types. `defs`: the schemas that have a name. */
export function goTypes(defs: Schemas) {
  const enums = Object.entries(defs).filter(([, schema]) => schema.enum !== undefined)

  /** A struct, and the structs of its fields that have no name in the protocol. */
  function structOf(
    name: string,
    schema: Schema,
    use: Use,
    text?: string,
    embedded?: Embedded,
  ): string {
    const inner: string[] = []
    const required = new Set(schema.required)
    const rows: Row[] = embedded === undefined ? [] : [{ cells: [embedded.name] }]
    for (const [key, value] of Object.entries(schema.properties ?? {})) {
      if (embedded?.fields.has(key)) continue
      const field = value as Schema
      const type = typeOf(field, `${name}${exported(key)}`, use, inner)
      const isNeeded = required.has(key)
      const shown = isNeeded ? type : optional(type, field, use)
      const tag = `\`json:"${key}${isNeeded ? '' : ',omitempty'}"\``
      rows.push({ doc: aboutField(field), cells: [exported(key), shown, tag] })
    }
    const body = rows.length === 0 ? '{}' : ` {\n${aligned(rows)}}`
    return [`${doc(text)}type ${name} struct${body}\n`, ...inner].join('\n')
  }

  function typeOf(schema: Schema, name: string, use: Use, inner: string[]): string {
    if (schema.$ref !== undefined) return exported(refOf(schema))
    const among = schema.anyOf ?? schema.oneOf
    if (among !== undefined) {
      const some = (among as Schema[]).filter(({ type }) => type !== 'null')
      const one = some.length === 1 ? some[0] : widest(some)
      const type = typeOf(one ?? merged(some, resolve), name, use, inner)
      return some.length < among.length ? `*Change[${type}]` : type
    }
    if (schema.enum !== undefined) return enumOf(schema.enum as string[]) ?? 'string'
    if (schema.type === 'array') {
      const items = schema.items as Schema
      return `[]${typeOf(items, name.replace(/s$/, ''), use, inner)}`
    }
    if (schema.type === 'object') return objectOf(schema, name, use, inner)
    if (schema.type === 'integer') return 'int64'
    if (schema.type === 'boolean') return 'bool'
    if (schema.type === 'string') return schema.format === 'date-time' ? 'time.Time' : 'string'
    if (schema.type === 'number') return 'float64'
    return use === 'received' ? 'json.RawMessage' : 'any'
  }

  function objectOf(schema: Schema, name: string, use: Use, inner: string[]): string {
    if (schema.properties === undefined) {
      const value = typeOf(schema.additionalProperties as Schema, name, use, inner)
      return value === 'any' ? 'any' : `map[string]${value}`
    }
    inner.push(structOf(name, schema, use, `${name} is a field of another type.`))
    return name
  }

  /** The comment of a field: its description, the values of an unnamed enum, and what a union's types differ in. */
  function aboutField(field: Schema): string | undefined {
    const { description, enum: values, items } = field
    const sentences = []
    if (description !== undefined) sentences.push(description)
    if (values !== undefined && enumOf(values as string[]) === undefined)
      sentences.push(`One of ${values.map((value) => `"${value}"`).join(', ')}.`)
    const some = ((items as Schema | undefined)?.anyOf ?? []) as Schema[]
    const one = widest(some)
    for (const other of one === undefined ? [] : some.filter((schema) => schema !== one))
      sentences.push(`In a ${refOf(other)} the fields that only a ${refOf(one)} has are empty.`)
    return sentences.length === 0 ? undefined : sentences.join(' ')
  }

  /** The named enum that has all of these values. */
  function enumOf(values: readonly string[]): string | undefined {
    const [name] = enums.find(([, schema]) => values.every((v) => schema.enum?.includes(v))) ?? []
    return name && exported(name)
  }

  /** The schema of a union that has every field of the others. */
  function widest(schemas: readonly Schema[]): Schema | undefined {
    const keys = (schema: Schema) => Object.keys(resolve(schema).properties ?? {})
    return schemas.find((schema) => {
      const own = new Set(keys(schema))
      return schemas.every(
        (other) => other.$ref !== undefined && keys(other).every((key) => own.has(key)),
      )
    })
  }

  const resolve = (schema: Schema): Schema =>
    schema.$ref === undefined ? schema : (defs[refOf(schema)] ?? schema)

  function optional(type: string, schema: Schema, use: Use): string {
    const { enum: values, minimum, const: only } = resolve(schema)
    if (/^(\*|\[\]|map\[|json\.|any$|Data$)/.test(type)) return type
    if (type === 'int64') return (minimum ?? 0) > 0 ? type : `*${type}`
    if (type === 'bool') return only === true || use === 'sent' ? type : `*${type}`
    if (resolve(schema).type !== 'string' || type === 'time.Time') return `*${type}`
    const mayBeEmpty = values === undefined && acceptsEmpty(resolve(schema))
    return mayBeEmpty && use === 'changed' ? `*${type}` : type
  }

  return {
    structOf,
    resolve,
    merged: (schema: Schema): Schema => {
      const among = schema.anyOf ?? schema.oneOf
      return among === undefined ? schema : merged(among as Schema[], resolve)
    },
  }
}

/** Fields that many structs share, as an embedded struct. */
export type Embedded = { readonly name: string; readonly fields: ReadonlySet<string> }

export const refOf = (schema: Schema | undefined): string =>
  schema?.$ref?.replace('#/$defs/', '') ?? ''

const acceptsEmpty = ({ minLength, pattern }: Schema): boolean =>
  (minLength ?? 0) === 0 && (pattern === undefined || new RegExp(pattern, 'v').test(''))

/** A union as one object: with the fields of all its schemas, of which those are required that all require. */
function merged(schemas: readonly Schema[], resolve: (schema: Schema) => Schema): Schema {
  const all = schemas.map(resolve)
  const properties: Record<string, Schema> = {}
  for (const one of all)
    for (const [key, value] of Object.entries(one.properties ?? {})) {
      const field = value as Schema
      const there = properties[key]
      properties[key] =
        there === undefined ? field : { ...there, ...field, ...valuesOf(there, field) }
    }
  const required = all[0]?.required?.filter((key) =>
    all.every((one) => one.required?.includes(key)),
  )
  return { type: 'object', properties, ...(required && { required }) }
}

function valuesOf(a: Schema, b: Schema): Schema {
  const values = [a, b].flatMap(
    ({ enum: many, const: one }) => many ?? (one === undefined ? [] : [one]),
  )
  return values.length > 1 ? { type: 'string', enum: values } : {}
}
