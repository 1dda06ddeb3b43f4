import type { Schema } from './schemas.ts'

/** The name that a reference refers to. */
export const ref = (schema: Schema | undefined): string =>
  schema?.$ref?.replace('#/$defs/', '') ?? ''

/** The TypeScript type of a JSON Schema. */
export function typeOf(schema: Schema | boolean | undefined): string {
  if (typeof schema !== 'object') return 'unknown'
  if (schema.$ref !== undefined) return ref(schema)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((v) => JSON.stringify(v)).join(' | ')
  const options = schema.anyOf ?? schema.oneOf
  if (options !== undefined) return options.map(typeOf).join(' | ')
  if (schema.type === 'array') return `readonly (${typeOf(schema.items as Schema)})[]`
  if (schema.type === 'object') return objectOf(schema)
  if (schema.type === 'integer') return 'number'
  return typeof schema.type === 'string' ? schema.type : 'unknown'
}

function objectOf({ properties, required, additionalProperties }: Schema): string {
  if (properties === undefined)
    return `{ readonly [key: string]: ${typeOf(additionalProperties as Schema)} }`
  const fields = Object.entries(properties).map(([name, field]) => {
    const isNeeded = required?.includes(name) ?? false
    const type = typeOf(field as Schema)
    return `${doc((field as Schema).description)}readonly ${name}${isNeeded ? '' : '?'}: ${type}${isNeeded ? '' : ' | undefined'}`
  })
  return fields.length === 0 ? 'Nothing' : `{\n${fields.join('\n')}\n}`
}

export const doc = (text: string | undefined): string =>
  text === undefined ? '' : `/** ${text} */\n`
