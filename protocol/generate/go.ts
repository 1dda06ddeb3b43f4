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

/** The generated files of the Go SDK, by name, formatted as by gofmt. */
export function goFiles(): Record<string, string> {
  const payloads = jsonSchemas({ ...EVENTS, ...EPHEMERAL_EVENTS }, 'output')
  const named = (which: 'input' | 'output') => ({
    ...jsonSchemas(schemasOf(COMMANDS, which), which).defs,
    ...jsonSchemas(schemasOf(MANAGEMENT, which), which).defs,
  })
  const inputs = named('input')
  const defs = { ...inputs, ...named('output'), ...payloads.defs }
  const isEvent = new Set(Object.values(payloads.of).map(refOf))
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
    if (schema.enum !== undefined) return enumeration(type, schema.enum as string[], text)
    if (schema.type === 'string') return `${doc(text)}type ${type} string\n`
    const isInput = schema.additionalProperties === false && name in inputs
    return structOf(type, schema, isInput ? 'changed' : 'received', text)
  })
  return file(declared)
}

const isOf = ({ enum: some }: Schema): string =>
  some === undefined ? 'is an id' : 'is one of these values'

function enumeration(type: string, values: readonly string[], text: string): string {
  const rows = values.map((value) => ({ cells: [type + exported(value), type, `= "${value}"`] }))
  return `${doc(text)}type ${type} string\n\nconst (\n${aligned(rows)})\n`
}

/** The fields of every event, and of every ephemeral event. */
const ENTRY = { name: 'Entry', fields: new Set(['type', 'log', 'seq', 'cursor', 'at']) }
const EPHEMERAL = { name: 'EphemeralEvent', fields: new Set(['type', 'log', 'user', 'at']) }

function events(defs: Schemas): string {
  const { structOf } = goTypes(defs)
  const all = Object.keys({ ...EVENTS, ...EPHEMERAL_EVENTS })
  const declared = all.map((type) => {
    const name = exported(type)
    const schema = defs[name] ?? {}
    const about = [`${name} is ${type}.`, schema.description].filter(Boolean).join(' ')
    return structOf(name, schema, 'received', about, type in EVENTS ? ENTRY : EPHEMERAL)
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
    `// The codes of the server's refusals: errors.Is(err, parlance.ErrForbidden).\nconst (\n${aligned(rows)})\n`,
  ])
}

/** The entities of the fixtures, for the test that decodes and encodes them. */
function entities(): string {
  const { entities, management } = fixtures()
  const rows = Object.keys({ ...entities, ...management }).map(
    (name) => `\t{"${name}", roundTrip[${exported(name)}]},\n`,
  )
  return file([
    `var entities = []struct {\n\tname      string\n\troundTrip func([]byte) ([]byte, error)\n}{\n${rows.join('')}}\n`,
  ])
}
