import type * as z from 'zod'
import { COMMANDS } from '../commands.ts'
import { EPHEMERAL_EVENTS, EVENTS } from '../events.ts'
import { MANAGEMENT } from '../management.ts'
import { REFUSALS } from '../refusals.ts'
import { byNoun, type Ops, schemasOf } from './ops.ts'
import { jsonSchemas, type Schema } from './schemas.ts'
import { typeOf } from './typescript-types.ts'

/** The page `docs/sdk/typescript.md`: every call, event and error of the TypeScript SDK. */
export function typescriptReference(): string {
  return [
    '# The TypeScript SDK: reference',
    'Generated from `protocol/` by `npm run generate`. To get started, read the [README](../../sdk/typescript/README.md). The types of entities are in [protocol.ts](../../sdk/typescript/src/protocol.ts), each with a description.',
    '## Calls of a chat',
    'These are methods of the chat that `createChat` returns. `chat.call(name, input)` calls a command by its name. A field with `?` is optional.',
    calls('chat', COMMANDS),
    '## Events',
    'Receive them by `chat.on(type, …)`, by `room.on(type, …)`, or all of them by `events()`. Each event has `log`, `seq`, `cursor` and `at`.',
    eventTable(EVENTS),
    '## Ephemeral events',
    'Receive them in the same way. They are in no log, have no `seq`, and are never replayed.',
    eventTable(EPHEMERAL_EVENTS),
    '## Calls of a backend',
    'These are methods of the backend that `createBackend` of `@parlance/sdk/server` returns.',
    calls('backend', MANAGEMENT),
    '## Errors',
    'A call that fails rejects with a `ChatError`. Its `code` is one of these, or one of the SDK’s own: `disconnected`, `aborted`, `overflow`, `bad_server`, `no_token`, `storage`.',
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

/** The names of an object's fields, or the name of a named type. */
function shape(schema: Schema | undefined): string {
  const options = schema?.oneOf ?? schema?.anyOf
  if (options !== undefined) return options.map((one) => shape(one as Schema)).join(' or ')
  if (schema?.properties === undefined) return schema === undefined ? '' : typeOf(schema)
  const names = Object.keys(schema.properties).map((name) =>
    schema.required?.includes(name) ? name : `${name}?`,
  )
  return names.length === 0 ? '' : `{ ${names.join(', ')} }`
}

const code = (text: string): string => (text === '' ? '' : `\`${text}\``)

/** The fields of every event, which the text above lists. */
const ALWAYS = new Set(['type', 'log', 'seq', 'cursor', 'at'])

function eventTable(types: Readonly<Record<string, z.ZodObject>>): string {
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
