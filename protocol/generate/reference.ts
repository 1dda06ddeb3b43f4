import type * as z from 'zod'
import { COMMANDS } from '../commands.ts'
import { EPHEMERAL_EVENTS, EVENTS } from '../events.ts'
import { MANAGEMENT } from '../management.ts'
import { REFUSALS } from '../refusals.ts'
import { byNoun, type Ops, schemasOf } from './ops.ts'
import { jsonSchemas, type Schema } from './schemas.ts'
import { typeOf } from './typescript-types.ts'

/** `docs/sdk/typescript.md`: every call, event and error of the TypeScript SDK, out of the protocol. */
export function typescriptReference(): string {
  return [
    '# The TypeScript SDK: reference',
    'Made from `protocol/` by `npm run generate`. How to begin stands in [its README](../../sdk/typescript/README.md). Types of entities are in [protocol.ts](../../sdk/typescript/src/protocol.ts), with a sentence on each.',
    '## Calls of a chat',
    'On what `createChat` gives, and by name as `chat.call(name, input)`. `?` is a field that may be left out.',
    calls('chat', COMMANDS),
    '## Events',
    '`chat.on(type, …)`, `room.on(type, …)`, or `events()` for all of them. Each has `log`, `seq`, `cursor` and `at`.',
    told(EVENTS),
    '## Signals',
    'Heard in the same way. They pass: in no log, without `seq`, never replayed.',
    told(EPHEMERAL_EVENTS),
    '## Calls of a backend',
    'On what `createBackend` of `@parlance/sdk/server` gives.',
    calls('backend', MANAGEMENT),
    '## Errors',
    'Every rejection is a `ChatError`. Its `code` is one of these, or one of the SDK’s own: `disconnected`, `aborted`, `overflow`, `bad_server`, `no_token`, `storage`.',
    `| code | |\n| --- | --- |\n${Object.entries(REFUSALS)
      .map(([code, { title }]) => `| \`${code}\` | ${title} |`)
      .join('\n')}`,
  ]
    .join('\n\n')
    .concat('\n')
}

function calls(on: string, ops: Ops): string {
  const inputs = jsonSchemas(schemasOf(ops, 'input'), 'input').of
  const outputs = jsonSchemas(schemasOf(ops, 'output'), 'output').of
  const nouns = byNoun(ops).map(([noun, all]) => {
    const rows = all.map(({ name, summary }) => {
      const call = `${on}.${name}(${shape(inputs[name])})`
      return `| \`${call}\` | ${code(shape(outputs[name]))} | ${summary} |`
    })
    return `### ${noun}\n\n| call | answers | |\n| --- | --- | --- |\n${rows.join('\n')}`
  })
  return nouns.join('\n\n')
}

/** The fields' names; of what has a name, that. */
function shape(schema: Schema | undefined): string {
  const among = schema?.oneOf ?? schema?.anyOf
  if (among !== undefined) return among.map((one) => shape(one as Schema)).join(' or ')
  if (schema?.properties === undefined) return schema === undefined ? '' : typeOf(schema)
  const names = Object.keys(schema.properties).map((name) =>
    schema.required?.includes(name) ? name : `${name}?`,
  )
  return names.length === 0 ? '' : `{ ${names.join(', ')} }`
}

const code = (text: string): string => (text === '' ? '' : `\`${text}\``)

/** What every event has is said once, above. */
const ALWAYS = new Set(['type', 'log', 'seq', 'cursor', 'at'])

function told(types: Readonly<Record<string, z.ZodObject>>): string {
  const rows = Object.entries(jsonSchemas(types, 'output').defs).flatMap(([, schema]) => {
    const type = (schema.properties?.['type'] as Schema | undefined)?.const
    if (typeof type !== 'string' || !(type in types)) return []
    const fields = Object.entries(schema.properties ?? {})
      .filter(([name]) => !ALWAYS.has(name))
      .map(
        ([name, of]) =>
          `\`${name}${schema.required?.includes(name) ? '' : '?'}: ${typeOf(of as Schema)}\``,
      )
    return [
      `| \`${type}\` | ${fields.join(', ').replaceAll('|', '\\|').replaceAll('\n', ' ')} | ${schema.description ?? ''} |`,
    ]
  })
  return `| type | fields | |\n| --- | --- | --- |\n${rows.join('\n')}`
}
