import { aligned, doc, exported, type Row } from './go-text.ts'
import type { Schema } from './schemas.ts'

export type Schemas = Readonly<Record<string, Schema>>

/**
 * How an optional field is written. `told`: what comes; its absent text and its empty text are one.
 * `made`: what is asked for, or made anew; an empty text asks for nothing. `changed`: what is left out
 * stays as it is, so that an empty text and a no must be sayable.
 */
export type Manner = 'told' | 'made' | 'changed'

/** JSON Schemas as types of Go. `defs`: those that have a name of their own. */
export function goTypes(defs: Schemas) {
  const enums = Object.entries(defs).filter(([, schema]) => schema.enum !== undefined)

  /** A struct, and those inside that have no name of their own. */
  function structOf(
    name: string,
    schema: Schema,
    manner: Manner,
    text?: string,
    embedded?: Embedded,
  ): string {
    const inner: string[] = []
    const required = new Set(schema.required)
    const rows: Row[] = embedded === undefined ? [] : [{ cells: [embedded.name] }]
    for (const [key, value] of Object.entries(schema.properties ?? {})) {
      if (embedded?.fields.has(key)) continue
      const field = value as Schema
      const type = typeOf(field, `${name}${exported(key)}`, manner, inner)
      const isNeeded = required.has(key)
      const shown = isNeeded ? type : optional(type, field, manner)
      const tag = `\`json:"${key}${isNeeded ? '' : ',omitempty'}"\``
      rows.push({ doc: aboutField(field), cells: [exported(key), shown, tag] })
    }
    const body = rows.length === 0 ? '{}' : ` {\n${aligned(rows)}}`
    return [`${doc(text)}type ${name} struct${body}\n`, ...inner].join('\n')
  }

  function typeOf(schema: Schema, name: string, manner: Manner, inner: string[]): string {
    if (schema.$ref !== undefined) return exported(refOf(schema))
    const among = schema.anyOf ?? schema.oneOf
    if (among !== undefined) {
      const some = (among as Schema[]).filter(({ type }) => type !== 'null')
      const one = some.length === 1 ? some[0] : widest(some)
      const type = typeOf(one ?? merged(some, resolve), name, manner, inner)
      return some.length < among.length ? `*Change[${type}]` : type
    }
    if (schema.enum !== undefined) return enumOf(schema.enum as string[]) ?? 'string'
    if (schema.type === 'array') {
      const items = schema.items as Schema
      return `[]${typeOf(items, name.replace(/s$/, ''), manner, inner)}`
    }
    if (schema.type === 'object') return objectOf(schema, name, manner, inner)
    if (schema.type === 'integer') return 'int64'
    if (schema.type === 'boolean') return 'bool'
    if (schema.type === 'string') return schema.format === 'date-time' ? 'time.Time' : 'string'
    if (schema.type === 'number') return 'float64'
    return manner === 'told' ? 'json.RawMessage' : 'any'
  }

  function objectOf(schema: Schema, name: string, manner: Manner, inner: string[]): string {
    if (schema.properties === undefined) {
      const value = typeOf(schema.additionalProperties as Schema, name, manner, inner)
      return value === 'any' ? 'any' : `map[string]${value}`
    }
    inner.push(structOf(name, schema, manner, `${name} is a part of what is said.`))
    return name
  }

  /** What the type of a field does not say: words without a type of their own, and one of several. */
  function aboutField(field: Schema): string | undefined {
    const { description, enum: words, items } = field
    const said = []
    if (description !== undefined) said.push(description)
    if (words !== undefined && enumOf(words as string[]) === undefined)
      said.push(`One of ${words.map((word) => `"${word}"`).join(', ')}.`)
    const some = ((items as Schema | undefined)?.anyOf ?? []) as Schema[]
    const one = widest(some)
    for (const other of one === undefined ? [] : some.filter((schema) => schema !== one))
      said.push(`Of a ${refOf(other)} the fields that only a ${refOf(one)} has are empty.`)
    return said.length === 0 ? undefined : said.join(' ')
  }

  /** The enum that has all of these words. */
  function enumOf(words: readonly string[]): string | undefined {
    const [name] = enums.find(([, schema]) => words.every((w) => schema.enum?.includes(w))) ?? []
    return name && exported(name)
  }

  /** Of several, the one that has every field of the others. */
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

  function optional(type: string, schema: Schema, manner: Manner): string {
    const { enum: words, minimum, const: only } = resolve(schema)
    if (/^(\*|\[\]|map\[|json\.|any$|Data$)/.test(type)) return type
    if (type === 'int64') return (minimum ?? 0) > 0 ? type : `*${type}`
    if (type === 'bool') return only === true || manner === 'made' ? type : `*${type}`
    if (resolve(schema).type !== 'string' || type === 'time.Time') return `*${type}`
    const mayBeEmpty = words === undefined && takesNothing(resolve(schema))
    return mayBeEmpty && manner === 'changed' ? `*${type}` : type
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

/** Fields that many structs share, as a struct inside of each. */
export type Embedded = { readonly name: string; readonly fields: ReadonlySet<string> }

export const refOf = (schema: Schema | undefined): string =>
  schema?.$ref?.replace('#/$defs/', '') ?? ''

const takesNothing = ({ minLength, pattern }: Schema): boolean =>
  (minLength ?? 0) === 0 && (pattern === undefined || new RegExp(pattern, 'v').test(''))

/** What is one of several has the fields of all, and needs those that all need. */
function merged(schemas: readonly Schema[], resolve: (schema: Schema) => Schema): Schema {
  const all = schemas.map(resolve)
  const properties: Record<string, Schema> = {}
  for (const one of all)
    for (const [key, value] of Object.entries(one.properties ?? {})) {
      const field = value as Schema
      const there = properties[key]
      properties[key] =
        there === undefined ? field : { ...there, ...field, ...wordsOf(there, field) }
    }
  const required = all[0]?.required?.filter((key) =>
    all.every((one) => one.required?.includes(key)),
  )
  return { type: 'object', properties, ...(required && { required }) }
}

function wordsOf(a: Schema, b: Schema): Schema {
  const words = [a, b].flatMap(
    ({ enum: many, const: one }) => many ?? (one === undefined ? [] : [one]),
  )
  return words.length > 1 ? { type: 'string', enum: words } : {}
}
