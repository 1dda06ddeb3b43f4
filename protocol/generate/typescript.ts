import { COMMANDS } from '../commands.ts'
import { EPHEMERAL_EVENTS, EVENTS } from '../events.ts'
import { LIMITS } from '../limits.ts'
import { MANAGEMENT } from '../management.ts'
import { REFUSALS } from '../refusals.ts'
import { type Ops, schemasOf } from './ops.ts'
import { jsonSchemas, type Schema } from './schemas.ts'
import { callTypes } from './typescript-calls.ts'
import { doc, ref, typeOf } from './typescript-types.ts'

const HEAD = '// Generated from protocol/ by `npm run generate`: do not edit.\n'

/** The generated files of the TypeScript SDK, by name: the protocol's types, the limits. */
export function typescriptFiles(): Record<string, string> {
  return {
    'protocol.ts': protocol(),
    'limits.ts': limits(),
    'only-once.ts': onlyOnce(),
    'server/protocol.ts': backend(),
  }
}

function protocol(): string {
  const inputs = jsonSchemas(schemasOf(COMMANDS, 'input'), 'input')
  const outputs = jsonSchemas(schemasOf(COMMANDS, 'output'), 'output')
  const payloads = jsonSchemas({ ...EVENTS, ...EPHEMERAL_EVENTS }, 'output')
  const defs = { ...inputs.defs, ...outputs.defs, ...payloads.defs }
  const nameOf = (type: string) => ref(payloads.of[type as keyof typeof payloads.of])
  const union = (types: object) => Object.keys(types).map(nameOf).join(' | ')
  const codes = Object.entries(REFUSALS)
  return [
    HEAD,
    'declare const brand: unique symbol\n/** A string of one kind: a message’s id cannot be used as a room’s. */\nexport type Branded<Kind extends string> = string & { readonly [brand]: Kind }\n',
    '/** An object without fields. */\nexport type Nothing = { readonly [key: string]: never }\n',
    ...Object.entries(defs).map(([name, schema]) => declaration(name, schema)),
    `/** Every event. */\nexport type Event = ${union(EVENTS)}\n`,
    `/** Every ephemeral event: in no log, without a seq, never replayed. */\nexport type EphemeralEvent = ${union(EPHEMERAL_EVENTS)}\n`,
    'export type EventType = Event["type"]\nexport type EphemeralEventType = EphemeralEvent["type"]\nexport type ReceivedEvent = Event | EphemeralEvent\nexport type EventOf<T extends ReceivedEvent["type"]> = Extract<ReceivedEvent, { readonly type: T }>\n',
    `/** The code of a refusal. */\nexport type RefusalCode =${codes.map(([code, { title }]) => `\n  /** ${title}. */\n  | ${JSON.stringify(code)}`).join('')}\n`,
    '/** `signal`: aborts a call. A call that was not sent yet is never sent. */\nexport type CallOptions = { readonly signal?: AbortSignal | undefined }\n',
    callTypes(COMMANDS, inputs.of, outputs.of, { prefix: '', example: 'chat.rooms.list()' }),
  ].join('\n')
}

/** The types of the management port. It imports the types that the client port has, too. */
function backend(): string {
  const inputs = jsonSchemas(schemasOf(MANAGEMENT, 'input'), 'input')
  const outputs = jsonSchemas(schemasOf(MANAGEMENT, 'output'), 'output')
  const client = new Set([
    ...Object.keys(jsonSchemas(schemasOf(COMMANDS, 'input'), 'input').defs),
    ...Object.keys(jsonSchemas(schemasOf(COMMANDS, 'output'), 'output').defs),
  ])
  const types = callTypes(MANAGEMENT, inputs.of, outputs.of, {
    prefix: 'Backend',
    example: 'backend.rooms.list()',
  })
  const all = { ...inputs.defs, ...outputs.defs }
  const own = Object.entries(all).filter(([name]) => !client.has(name))
  const declared = own.map(([name, schema]) => declaration(name, schema)).join('\n')
  const shared = Object.keys(all).filter((name) => client.has(name))
  const used = [...shared, 'CallOptions', 'Nothing', 'Branded'].filter((name) =>
    new RegExp(`\\b${name}\\b`).test(declared + types),
  )
  return `${HEAD}import type { ${used.sort().join(', ')} } from '../protocol.ts'\n\n${declared}\n${types}`
}

function declaration(name: string, schema: Schema): string {
  return `${doc(schema.description)}export type ${name} = ${own(name, schema)}\n`
}

function own(name: string, schema: Schema): string {
  const declared = schema['x-typescript']
  if (typeof declared === 'string') return declared
  const isId = schema.type === 'string' && schema.enum === undefined && schema.const === undefined
  return isId ? `Branded<'${name}'>` : typeOf(schema)
}

function limits(): string {
  const entries = Object.entries(LIMITS).map(([name, value]) => `export const ${name} = ${value}`)
  return `${HEAD}// The limits of the protocol. Sizes are bytes of UTF-8 unless the name says otherwise.\n\n${entries.join('\n')}\n`
}

function onlyOnce(): string {
  const table: Ops = COMMANDS
  const names = Object.keys(table)
  const [once, others] = [true, false].map((isOnce) =>
    names.filter((name) => (table[name]?.once ?? false) === isOnce),
  ) as [string[], string[]]
  return `${HEAD}
/**
 * Matches the names of commands that are not idempotent: a client that received no answer must not repeat them. The
 * pattern has the fewest and shortest pieces that no other name has, as whole names make every page's download larger:
 * ${once.join(', ')}.
 */
export const ONLY_ONCE = /${pieces(once, others).join('|').replaceAll('.', '\\.')}/
`
}

/** Parts of `names` that none of the `others` has: each name has one of them. They can begin with `^` and end with `$`. */
function pieces(names: readonly string[], others: readonly string[]): string[] {
  const whole = (name: string) => `^${name}$`
  const all = others.map(whole)
  const unique = new Set(names.flatMap((name) => partsOf(whole(name)))).difference(
    new Set(all.flatMap(partsOf)),
  )
  const out: string[] = []
  for (let left = names.map(whole); left.length > 0; ) {
    const count = (part: string) => left.filter((name) => name.includes(part)).length
    const value = (part: string) => count(part) / (part.length + 1)
    const [best = ''] = [...unique].sort((a, b) => value(b) - value(a) || (a < b ? -1 : 1))
    out.push(best)
    left = left.filter((name) => !name.includes(best))
  }
  return out
}

const partsOf = (text: string): string[] =>
  Array.from(text, (_, start) =>
    Array.from(text.slice(start), (_, length) => text.slice(start, start + length + 1)),
  ).flat()
