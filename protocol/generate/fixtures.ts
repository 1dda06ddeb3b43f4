import { COMMANDS } from '../commands.ts'
import { EPHEMERAL_EVENTS, EVENTS } from '../events.ts'
import { MANAGEMENT } from '../management.ts'
import { REFUSALS, type RefusalCode } from '../refusals.ts'
import { refOf, type Schemas } from './go-types.ts'
import { schemasOf } from './ops.ts'
import { jsonSchemas, type Schema } from './schemas.ts'

/** One value as the server can send it: with every optional field, and with none. */
export type Fixture = { readonly full: unknown; readonly minimal: unknown }
export type Fixtures = Readonly<Record<string, Readonly<Record<string, Fixture>>>>

/**
 * A fixture of everything that the server sends, always the same. The key is the name of the file: `entities` by name,
 * those of the management port alone in `management`; events by type, and `refusals` by code.
 */
export function fixtures(): Fixtures {
  const events = jsonSchemas({ ...EVENTS, ...EPHEMERAL_EVENTS }, 'output')
  const own = { ...jsonSchemas(schemasOf(COMMANDS, 'output'), 'output').defs, ...events.defs }
  const managed = jsonSchemas(schemasOf(MANAGEMENT, 'output'), 'output').defs
  const defs = { ...managed, ...own }
  const make = (schema: Schema): Fixture => ({
    full: valueFor(schema, defs, 'full'),
    minimal: valueFor(schema, defs, 'minimal'),
  })
  const entities = (some: Schemas, without: ReadonlySet<string>) =>
    Object.entries(some)
      .filter(([name, { properties }]) => properties !== undefined && !without.has(name))
      .map(([name, schema]) => [name, make(schema)])
  const ofTable = (table: object) =>
    Object.keys(table).map((type) => [type, make(events.of[type as keyof typeof events.of])])
  return {
    entities: Object.fromEntries(entities(own, new Set(Object.values(events.of).map(refOf)))),
    management: Object.fromEntries(entities(managed, new Set(Object.keys(own)))),
    events: Object.fromEntries(ofTable(EVENTS)),
    'ephemeral-events': Object.fromEntries(ofTable(EPHEMERAL_EVENTS)),
    refusals: Object.fromEntries(Object.entries(REFUSALS).map(problem)),
  }
}

function problem([code, known]: [string, (typeof REFUSALS)[RefusalCode]]) {
  const { status, title } = known
  const hint = 'retryAfter' in known && { retryAfter: known.retryAfter }
  const minimal = {
    type: `urn:parlance:refusal:${code}`,
    title,
    status,
    code,
    detail: title,
    ...hint,
  }
  const full = {
    ...minimal,
    detail: 'What is wrong: what to do next',
    fields: { text: 'is empty' },
    retryAfter: 1,
    until: '2026-01-02T03:04:05.678Z',
    id: '7f3c1a2b',
  }
  return [code, { full, minimal }]
}

type Extent = keyof Fixture

function valueFor(schema: Schema, defs: Schemas, extent: Extent, name = ''): unknown {
  if (schema.$ref !== undefined) {
    const known = KNOWN[refOf(schema)]
    return known ?? valueFor(defs[refOf(schema)] ?? {}, defs, extent, name)
  }
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const {
    anyOf,
    items,
    properties,
    required = [],
    minimum = 0,
    maximum = 1000,
    minItems = 0,
  } = schema
  if (anyOf !== undefined) return valueFor(anyOf[0] as Schema, defs, extent, name)
  if (schema.type === 'integer') return Math.min(maximum, minimum + (extent === 'full' ? 7 : 0))
  if (schema.type === 'boolean') return extent === 'full'
  if (schema.type === 'string') return textOf(schema, name)
  if (schema.type === 'array') {
    const length = extent === 'full' ? Math.max(1, minItems) : minItems
    return Array.from({ length }, () => valueFor(items as Schema, defs, extent, name))
  }
  const fields = Object.entries(properties ?? {})
    .filter(([key]) => extent === 'full' || required.includes(key))
    .map(([key, field]) => [key, valueFor(field as Schema, defs, extent, key)])
  return Object.fromEntries(fields)
}

/** Values that cannot be derived from a schema. */
const KNOWN: Readonly<Record<string, unknown>> = {
  UserId: 'ana',
  Log: 'room_01jd6hc8w4f5wvfx3k0d9m2q7r',
  LinkCode: `pl_link_${'A'.repeat(43)}`,
  Cursor: 'c-1790000000125-a1b2c3d4',
  Data: { colour: 'blue', nested: { list: [1, 2.5, true, null, 'é'] } },
}

/** A text that matches the schema: an id, a time, an emoji, or else one with the name of its field. */
function textOf({ pattern = '', format }: Schema, name: string): string {
  const [, prefix] = /^\^(\w+)_\[0-7\]/.exec(pattern) ?? []
  if (prefix !== undefined) return `${prefix}_01jd6hc8w4f5wvfx3k0d9m2q7r`
  if (format === 'date-time') return '2026-11-21T10:20:30.125Z'
  return name === 'emoji' ? '👍' : `a ${name} <&> “é 漢字”`
}
