import * as z from 'zod'
import * as entities from '../entities.ts'
import * as ids from '../ids.ts'
import type { Op } from '../op.ts'
import * as text from '../text.ts'

/** A JSON Schema, 2020-12. */
export type Schema = { readonly [keyword: string]: unknown }

const PLACE = '#/components/schemas/'
/** Where an input stands in a schema of its own, so that it is not taken for a component. */
const WRAPPED = ' input'

/**
 * The schemas of a table's commands, and the components that they speak of. What a file of the protocol
 * exports is called there as it is here: `Room`, `MessageId`; what a command answers in a shape of its
 * own is called after it: `RoomsListOutput`.
 */
export function schemasOf(ops: Readonly<Record<string, Op>>) {
  const names = z.registry<{ id: string }>()
  for (const [name, schema] of Object.entries({ ...ids, ...text, ...entities }))
    if (schema instanceof z.ZodType) names.add(schema, { id: name })
  for (const [name, { input, output, status }] of Object.entries(ops)) {
    if (status !== 204 && !names.has(output)) names.add(output, { id: `${titled(name)}Output` })
    names.add(z.tuple([input]), { id: name + WRAPPED })
  }
  // As they come in: on the way out more may come than is said here, on the way in no more is taken.
  const { schemas } = z.toJSONSchema(names, {
    uri: (id) => PLACE + id,
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => plain(zodSchema, jsonSchema),
  })

  const components = new Map<string, Schema>()
  /** Brings along whatever this speaks of. */
  const take = (schema: unknown): void => {
    for (const [, name = ''] of JSON.stringify(schema).matchAll(REF)) {
      if (components.has(name)) continue
      const { $schema: _, $id: __, ...found } = schemas[name] as Record<string, unknown>
      components.set(name, found)
      take(found)
    }
  }
  const taken = (schema: Schema): Schema => {
    take(schema)
    return schema
  }
  return {
    input: (name: string): Schema => {
      const { prefixItems } = schemas[name + WRAPPED] as { prefixItems: Schema[] }
      return taken(prefixItems[0] ?? {})
    },
    output: (name: string): Schema => {
      const op = ops[name]
      return taken({ $ref: PLACE + (op && names.get(op.output)?.id) })
    },
    /** By name, those that were asked for, and what they speak of. */
    components: (): Readonly<Record<string, Schema>> =>
      Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

const REF = /"\$ref":"#\/components\/schemas\/([^"]+)"/g

const titled = (name: string): string =>
  name
    .split('.')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

/** What other tools have no use for, or would not read. */
function plain(schema: z.core.$ZodTypes, json: z.core.JSONSchema.BaseSchema): void {
  const { def } = schema._zod
  // What is trimmed first: the bounds are of what is then left.
  if (def.type === 'pipe' && def.out instanceof z.ZodString) {
    const { minLength, maxLength } = def.out
    if (maxLength !== null) json.maxLength = maxLength
    if (minLength !== null) json.minLength = minLength
  }
  if (schema === (text.Data as unknown)) {
    delete json.propertyNames
    json.additionalProperties = true
  }
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum
  if (json.pattern !== undefined && (json.format !== undefined || !isRead(json.pattern)))
    delete json.pattern
}

/** Some patterns are of a newer kind of expression than JSON Schema's. */
function isRead(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') !== undefined
  } catch {
    return false
  }
}
