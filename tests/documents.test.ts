import { expect, test } from 'bun:test'
import { oas } from '@stoplight/spectral-rulesets'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import * as z from 'zod'
import { version } from '../package.json'
import { COMMANDS } from '../protocol/commands.ts'
import { asyncapi } from '../protocol/generate/asyncapi.ts'
import { clientDocument, managementDocument } from '../protocol/generate/documents.ts'
import { withJsonTexts } from '../protocol/generate/json-text.ts'
import { schemasOf } from '../protocol/generate/ops.ts'
import { jsonSchemas } from '../protocol/generate/schemas.ts'
import { MANAGEMENT } from '../protocol/management.ts'
import type { Op } from '../protocol/op.ts'
import { findings } from './support/spectral.ts'

const REASONS = {
  'oas3-operation-security-defined':
    'OpenAPI 3.1 lets every kind of security name roles; Spectral knows the scopes of OAuth 2 alone.',
}

test('[API-4] Spectral’s own rules find nothing in the OpenAPI documents, and find what is wrong', async () => {
  for (const document of [clientDocument(version), managementDocument(version)]) {
    expect(await findings(JSON.stringify(document), oas, REASONS)).toEqual([])
    const { tags: _, ...wrong } = document
    expect(await findings(JSON.stringify(wrong), oas, REASONS)).not.toEqual([])
  }
})

/** What was promised once and then refused: by length, by characters, by size, by kind. */
const ODD: readonly unknown[] = [
  ...['', ' ', '\t\n', '\0', 'a\0b', '\u0007', '\u007f', '\u0085', '\u00a0', '\u00ad', '\u200b'],
  ...[
    '\u2028',
    '\u202e',
    '\u2800',
    '\u3164',
    '\ufeff',
    'a b',
    'a\tb',
    '\ue000',
    '.',
    '..',
    'me',
    'parlance',
  ],
  ...[
    'guest_1',
    'é'.repeat(80),
    'x'.repeat(81),
    'x'.repeat(129),
    'x'.repeat(201),
    'x'.repeat(16_385),
  ],
  ...[-1, 0, 1.5, 2 ** 53 - 1, 2 ** 53, 1e300, null, true, {}, { a: '\0' }, { '\0': 1 }, { a: [] }],
  ...[
    [],
    [''],
    ['a b'],
    ['ana', 'ana'],
    [{ user: 'ana' }, { user: 'ana' }],
    'room_1',
    '0',
    '_',
    '1_2_3',
  ],
]
/** Of which a document says the rest in words: emoji are thousands of sequences. */
const IN_WORDS: ReadonlySet<string> = new Set(['emoji'])

test('[API-5] what a document allows, the server takes: every field, with what it once refused', () => {
  const ajv = new Ajv2020({ strict: false })
  addFormats(ajv as never)
  const promised: string[] = []
  let refused = 0
  for (const [port, table] of Object.entries({ client: COMMANDS, management: MANAGEMENT })) {
    const { of, defs } = withJsonTexts(jsonSchemas(schemasOf(table, 'input'), 'input'))
    for (const [name, { input }] of Object.entries<Op>(table))
      for (const [i, option] of optionsOf(input).entries())
        for (const [field, schema] of Object.entries(option.shape)) {
          const at = of[name] ?? {}
          const { properties = {} } = (at.oneOf?.[i] ?? at) as typeof at
          const allows = ajv.compile({ ...(properties[field] as object), $defs: defs })
          for (const value of ODD) {
            const isTaken =
              !JSON.stringify(value).includes('\\u0000') && z.safeParse(schema, value).success
            if (!isTaken) refused++
            if (allows(value) && !isTaken && !IN_WORDS.has(field))
              promised.push(`${port} ${name} ${field}: ${JSON.stringify(value).slice(0, 40)}`)
          }
        }
  }
  expect(refused).toBeGreaterThan(1000)
  expect(promised).toEqual([])
})

const optionsOf = (input: z.ZodType): z.ZodObject[] =>
  input instanceof z.ZodDiscriminatedUnion
    ? input.options.flatMap((option) => optionsOf(option as z.ZodType))
    : input instanceof z.ZodObject
      ? [input]
      : []

type Json = { readonly [key: string]: unknown }

/** Objects with fields, choices and lists of words that stand in the middle of another schema. */
function anonymous(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, inner]) => {
    const here = `${path}.${key}`
    const { type, properties, oneOf, enum: words } = (inner ?? {}) as Json
    const isModel =
      key !== 'properties' &&
      ((type === 'object' && properties !== undefined) ||
        oneOf !== undefined ||
        words !== undefined)
    return [...(isModel ? [here] : []), ...anonymous(inner, here)]
  })
}

test('[GEN-4] each model of socket and stream has a name, under which everything refers to it', () => {
  const { components, operations, info } = JSON.parse(JSON.stringify(asyncapi(version)))
  const { schemas, messages } = components
  expect(Object.keys(schemas).length).toBeGreaterThan(200)
  for (const [name, schema] of Object.entries<Json>(schemas)) {
    expect(schema['title'], name).toBe(name)
    expect(anonymous(schema, name)).toEqual([])
  }
  expect(anonymous({ field: { type: 'object', properties: {} } }, 'planted')).toHaveLength(1)
  for (const { payload } of Object.values<{ payload: Json }>(messages))
    expect(payload).toEqual({ $ref: expect.stringMatching(/^#\/components\/schemas\/\w+$/) })
  const tags = new Set(info.tags.map(({ name }: { name: string }) => name))
  for (const [name, operation] of Object.entries<Json>(operations)) {
    expect(operation['description'], name).toBeString()
    for (const tag of (operation['tags'] ?? []) as { name: string }[])
      expect(tags.has(tag.name), tag.name).toBe(true)
  }
})
