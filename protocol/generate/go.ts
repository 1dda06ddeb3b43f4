import { COMMANDS } from '../commands.ts'
import { EPHEMERAL_EVENTS, EVENTS } from '../events.ts'
import { MANAGEMENT } from '../management.ts'
import { REFUSALS } from '../refusals.ts'
import { fixtures } from './fixtures.ts'
import { goCommands } from './go-commands.ts'
import { aligned, doc, exported, file, type Row } from './go-text.ts'
import { goTypes, refOf, type Schemas } from './go-types.ts'
import { schemasOf } from './ops.ts'
import { jsonSchemas, type Schema } from './schemas.ts'

/** The Go SDK's files, by name, as gofmt would have them. */
export function goFiles(): Record<string, string> {
  const told = jsonSchemas({ ...EVENTS, ...EPHEMERAL_EVENTS }, 'output')
  const named = (which: 'input' | 'output') => ({
    ...jsonSchemas(schemasOf(COMMANDS, which), which).defs,
    ...jsonSchemas(schemasOf(MANAGEMENT, which), which).defs,
  })
  const inputs = named('input')
  const defs = { ...inputs, ...named('output'), ...told.defs }
  const isEvent = new Set(Object.values(told.of).map(refOf))
  return {
    'types.go': types(
      Object.fromEntries(Object.entries(defs).filter(([name]) => !isEvent.has(name))),
      inputs,
    ),
    'events.go': events(defs),
    'refusals.go': refusals(),
    'commands.go': goCommands(COMMANDS, defs, ''),
    'backend_commands.go': goCommands(MANAGEMENT, defs, 'Backend'),
    'entities_test.go': entities(),
  }
}

function types(defs: Schemas, inputs: Schemas): string {
  const { structOf } = goTypes(defs)
  const declared = Object.entries(defs).map(([name, schema]) => {
    const type = exported(name)
    const text = `${type}${schema.description ? `: ${schema.description}` : ` ${isOf(schema)}.`}`
    if (name === 'Json') return ''
    if (name === 'Data') return `${doc(text)}type Data = json.RawMessage\n`
    if (schema.enum !== undefined) return words(type, schema.enum as string[], text)
    if (schema.type === 'string') return `${doc(text)}type ${type} string\n`
    const isAsked = schema.additionalProperties === false && name in inputs
    return structOf(type, schema, isAsked ? 'changed' : 'told', text)
  })
  return file(declared)
}

const isOf = ({ enum: some }: Schema): string =>
  some === undefined ? 'is an id of its own kind' : 'is one of these words'

function words(type: string, values: readonly string[], text: string): string {
  const rows = values.map((value) => ({ cells: [type + exported(value), type, `= "${value}"`] }))
  return `${doc(text)}type ${type} string\n\nconst (\n${aligned(rows)})\n`
}

/** What every event has, and every signal. */
const ENTRY = { name: 'Entry', fields: new Set(['type', 'log', 'seq', 'cursor', 'at']) }
const SIGNAL = { name: 'EphemeralEvent', fields: new Set(['type', 'log', 'user', 'at']) }

function events(defs: Schemas): string {
  const { structOf } = goTypes(defs)
  const all = Object.keys({ ...EVENTS, ...EPHEMERAL_EVENTS })
  const declared = all.map((type) => {
    const name = exported(type)
    const schema = defs[name] ?? {}
    const about = [`${name} is ${type}.`, schema.description].filter(Boolean).join(' ')
    return structOf(name, schema, 'told', about, type in EVENTS ? ENTRY : SIGNAL)
  })
  const cases = all.map(
    (type) => `\tcase "${type}":\n\t\treturn decodeAs[${exported(type)}](data, id)\n`,
  )
  return file([
    ...declared,
    `// decodeEvent decodes an event by its type. An event with an id moves the cursor.\nfunc decodeEvent(kind string, data []byte, id Cursor) (Event, error) {\n\tswitch kind {\n${cases.join('')}\t}\n\treturn decodeAs[UnknownEvent](data, id)\n}\n`,
  ])
}

function refusals(): string {
  const rows: Row[] = Object.entries(REFUSALS).map(([code, { title, status }]) => ({
    doc: `${title} (${status}).`,
    cells: [`Err${exported(code)}`, 'Code', `= "${code}"`],
  }))
  return file([
    `// The codes with which the server refuses: errors.Is(err, parlance.ErrForbidden).\nconst (\n${aligned(rows)})\n`,
  ])
}

/** The entities of the fixtures, for the test that reads and writes them. */
function entities(): string {
  const { entities, management } = fixtures()
  const rows = Object.keys({ ...entities, ...management }).map(
    (name) => `\t{"${name}", roundTrip[${exported(name)}]},\n`,
  )
  return file([
    `var entities = []struct {\n\tname      string\n\troundTrip func([]byte) ([]byte, error)\n}{\n${rows.join('')}}\n`,
  ])
}
