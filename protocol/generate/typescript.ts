import { COMMANDS } from '../commands.ts'
import { EPHEMERAL_EVENTS, EVENTS } from '../events.ts'
import { LIMITS } from '../limits.ts'
import { MANAGEMENT } from '../management.ts'
import { REFUSALS } from '../refusals.ts'
import { byNoun, type Ops, schemasOf } from './ops.ts'
import { jsonSchemas, type Schema } from './schemas.ts'
import { callTypes, routeTable } from './typescript-calls.ts'
import { doc, ref, typeOf } from './typescript-types.ts'

const HEAD = '// Made from protocol/ by `npm run generate`: not to be changed here.\n'

/** The SDK's files, by name: types of everything on the wire, the routes of the commands, the limits. */
export function typescriptFiles(): Record<string, string> {
  return {
    'protocol.ts': protocol(),
    'routes.ts': `${HEAD}${routeTable(COMMANDS, 'CommandName', './protocol.ts', 'ROUTES')}`,
    'limits.ts': limits(),
    'nouns.ts': nouns(),
    'server/protocol.ts': backend(),
    'server/routes.ts': `${HEAD}${routeTable(MANAGEMENT, 'BackendCommandName', './protocol.ts', 'ROUTES')}`,
  }
}

function protocol(): string {
  const inputs = jsonSchemas(schemasOf(COMMANDS, 'input'), 'input')
  const outputs = jsonSchemas(schemasOf(COMMANDS, 'output'), 'output')
  const told = jsonSchemas({ ...EVENTS, ...EPHEMERAL_EVENTS }, 'output')
  const defs = { ...inputs.defs, ...outputs.defs, ...told.defs }
  const nameOf = (type: string) => ref(told.of[type as keyof typeof told.of])
  const union = (types: object) => Object.keys(types).map(nameOf).join(' | ')
  const codes = Object.entries(REFUSALS)
  return [
    HEAD,
    'declare const brand: unique symbol\n/** A word that only its own kind may stand for: a message’s id is no room’s. */\nexport type Branded<Kind extends string> = string & { readonly [brand]: Kind }\n',
    '/** An object without fields. */\nexport type Nothing = { readonly [key: string]: never }\n',
    ...Object.entries(defs).map(([name, schema]) => declaration(name, schema)),
    `/** Everything durable that can be received. */\nexport type Event = ${union(EVENTS)}\n`,
    `/** What passes: in no log, without a seq, never replayed. */\nexport type EphemeralEvent = ${union(EPHEMERAL_EVENTS)}\n`,
    'export type EventType = Event["type"]\nexport type EphemeralEventType = EphemeralEvent["type"]\nexport type ReceivedEvent = Event | EphemeralEvent\nexport type EventOf<T extends ReceivedEvent["type"]> = Extract<ReceivedEvent, { readonly type: T }>\n',
    `/** Why something is refused. */\nexport type RefusalCode =${codes.map(([code, { title }]) => `\n  /** ${title}. */\n  | ${JSON.stringify(code)}`).join('')}\n`,
    '/** `signal`: what is no longer wanted is not sent, and not waited for. */\nexport type CallOptions = { readonly signal?: AbortSignal | undefined }\n',
    callTypes(COMMANDS, inputs.of, outputs.of, { prefix: '', example: 'chat.rooms.list()' }),
  ].join('\n')
}

/** What is said on the management port; what the chat's types are, it takes from them. */
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
  const said = schema['x-typescript']
  if (typeof said === 'string') return said
  const isWord = schema.type === 'string' && schema.enum === undefined && schema.const === undefined
  return isWord ? `Branded<'${name}'>` : typeOf(schema)
}

function limits(): string {
  const entries = Object.entries(LIMITS).map(([name, value]) => `export const ${name} = ${value}`)
  return `${HEAD}// Every bound of the wire; sizes are bytes of UTF-8 unless the name says otherwise.\n\n${entries.join('\n')}\n`
}

function nouns(): string {
  const all = byNoun(COMMANDS).map(([noun]) => noun)
  const table: Ops = COMMANDS
  const once = Object.keys(table).filter((name) => table[name]?.once)
  return `${HEAD}import type { CommandName } from './protocol.ts'

/** What there are commands of. */
export const NOUNS = ${JSON.stringify(all)} as const
/** What must not be said a second time when nobody knows whether it happened. */
export const ONLY_ONCE: ReadonlySet<CommandName> = new Set(${JSON.stringify(once)} as const)
`
}
