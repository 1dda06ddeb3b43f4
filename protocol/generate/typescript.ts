import { COMMANDS } from '../commands.ts'
import { EVENTS, SIGNALS } from '../events.ts'
import { LIMITS } from '../limits.ts'
import { REFUSALS } from '../refusals.ts'
import { byNoun, type Ops } from './ops.ts'
import { jsonSchemas, type Schema } from './schemas.ts'

const HEAD = '// Made from protocol/ by `npm run generate`: not to be changed here.\n'

/** The SDK's files, by name: types of everything on the wire, the routes of the commands, the limits. */
export function typescriptFiles(): Record<string, string> {
  return {
    'protocol.ts': protocol(),
    'routes.ts': routes(COMMANDS),
    'limits.ts': limits(),
    'nouns.ts': nouns(),
  }
}

function protocol(): string {
  const inputs = jsonSchemas(schemasOf(COMMANDS, 'input'), 'input')
  const outputs = jsonSchemas(schemasOf(COMMANDS, 'output'), 'output')
  const told = jsonSchemas({ ...EVENTS, ...SIGNALS }, 'output')
  const defs = { ...inputs.defs, ...outputs.defs, ...told.defs }
  const nameOf = (type: string) => ref(told.of[type as keyof typeof told.of])
  const union = (types: object) => Object.keys(types).map(nameOf).join(' | ')
  const codes = Object.entries(REFUSALS)
  return [
    HEAD,
    'declare const brand: unique symbol\n/** A word that only its own kind may stand for: a message’s id is no room’s. */\ntype Branded<Kind extends string> = string & { readonly [brand]: Kind }\n',
    '/** An object without fields. */\nexport type Nothing = { readonly [key: string]: never }\n',
    ...Object.entries(defs).map(([name, schema]) => declaration(name, schema)),
    `/** Everything durable that can be heard. */\nexport type Event = ${union(EVENTS)}\n`,
    `/** What passes: in no log, without a seq, never replayed. */\nexport type Signal = ${union(SIGNALS)}\n`,
    'export type EventType = Event["type"]\nexport type SignalType = Signal["type"]\nexport type Told = Event | Signal\nexport type EventOf<T extends Told["type"]> = Extract<Told, { readonly type: T }>\n',
    `/** Why something is refused. */\nexport type RefusalCode =${codes.map(([code, { title }]) => `\n  /** ${title}. */\n  | ${JSON.stringify(code)}`).join('')}\n`,
    commands(inputs.of, outputs.of),
    calls(inputs.of),
  ].join('\n')
}

const schemasOf = (ops: Ops, which: 'input' | 'output') =>
  Object.fromEntries(Object.entries(ops).map(([name, op]) => [name, op[which]]))

function declaration(name: string, schema: Schema): string {
  return `${doc(schema.description)}export type ${name} = ${own(name, schema)}\n`
}

function own(name: string, schema: Schema): string {
  const said = schema['x-typescript']
  if (typeof said === 'string') return said
  const isWord = schema.type === 'string' && schema.enum === undefined && schema.const === undefined
  return isWord ? `Branded<'${name}'>` : typeOf(schema)
}

function commands(inputs: Schemas, outputs: Schemas): string {
  const entries = Object.entries(COMMANDS).map(
    ([name, { summary }]) =>
      `${doc(summary)}'${name}': { readonly input: ${typeOf(inputs[name])}; readonly output: ${typeOf(outputs[name])} }`,
  )
  return `/** What each command takes and answers. */\nexport type Commands = {\n${entries.join('\n')}\n}
export type CommandName = keyof Commands
export type Input<N extends CommandName> = Commands[N]['input']
export type Output<N extends CommandName> = Commands[N]['output']
`
}

function calls(inputs: Schemas): string {
  const nouns = byNoun(COMMANDS).map(([noun, ops]) => {
    const methods = ops.map(({ name, verb, summary }) => {
      const mark =
        inputs[name]?.required === undefined && inputs[name]?.oneOf === undefined ? '?' : ''
      return `${doc(summary)}${verb}(input${mark}: Input<'${name}'>, options?: CallOptions): Promise<Output<'${name}'>>`
    })
    return `readonly ${noun}: {\n${methods.join('\n')}\n}`
  })
  return `/** \`signal\`: what is no longer wanted is not sent, and not waited for. */
export type CallOptions = { readonly signal?: AbortSignal | undefined }
/** The commands as calls: \`chat.rooms.list()\`. */
export interface Calls {\n${nouns.join('\n')}\n}\n`
}

/** Where each command is on REST. */
function routes(ops: Ops): string {
  const entries = Object.entries(ops).map(
    ([name, { method, path }]) => `'${name}': '${method} ${path}',`,
  )
  return `${HEAD}import type { CommandName } from './protocol.ts'\n\n/** Where each command is on REST, below \`/api/v1\`. */
export const ROUTES: Readonly<Record<CommandName, string>> = {\n${entries.join('\n')}\n}\n`
}

function limits(): string {
  const entries = Object.entries(LIMITS).map(([name, value]) => `export const ${name} = ${value}`)
  return `${HEAD}// Every bound of the wire; sizes are bytes of UTF-8 unless the name says otherwise.\n\n${entries.join('\n')}\n`
}

const nouns = (): string =>
  `${HEAD}\n/** What there are commands of. */\nexport const NOUNS = ${JSON.stringify(byNoun(COMMANDS).map(([noun]) => noun))} as const\n`

type Schemas = Readonly<Record<string, Schema>>

const ref = (schema: Schema | undefined): string => schema?.$ref?.replace('#/$defs/', '') ?? ''

/** A JSON Schema as a type. */
function typeOf(schema: Schema | boolean | undefined): string {
  if (typeof schema !== 'object') return 'unknown'
  if (schema.$ref !== undefined) return ref(schema)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((v) => JSON.stringify(v)).join(' | ')
  const among = schema.anyOf ?? schema.oneOf
  if (among !== undefined) return among.map(typeOf).join(' | ')
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

const doc = (text: string | undefined): string => (text === undefined ? '' : `/** ${text} */\n`)
