import type { Op } from '../op.ts'
import { aligned, doc, exported, file } from './go-text.ts'
import { goTypes, refOf, type Schemas } from './go-types.ts'
import { byNoun, type Ops, schemasOf } from './ops.ts'
import { jsonSchemas } from './schemas.ts'

/** The calls of a table of commands, with their inputs and outputs. `whose` is the prefix of every name. */
export function goCommands(ops: Ops, defs: Schemas, whose: string): string {
  return file([callsOf(ops, whose), table(ops, whose), ...methods(ops, defs, whose)])
}

/** `client.Rooms` and the like. A command without a verb is a call of the client itself. */
function callsOf(ops: Ops, whose: string): string {
  const all = `${whose}Calls`
  const nouns = byNoun(ops)
    .filter(([, [first]]) => first?.verb !== '')
    .map(([noun]) => ({ noun, field: exported(noun), type: `${whose}${exported(noun)}Calls` }))
  const fields = nouns.map(({ field, type }) => ({ cells: [field, type] }))
  const constructed = nouns.map(({ field, type }) => ({
    indent: '\t\t',
    cells: [`${field}:`, `${type}{to},`],
  }))
  const types = nouns.map(
    ({ noun, type }) =>
      `\n// ${type} are the commands that begin with ${noun}.\ntype ${type} struct{ to caller }\n`,
  )
  return `// ${all} are the commands, grouped by their noun.
type ${all} struct {
${aligned([{ cells: ['to', 'caller'] }, ...fields])}}

func new${all}(to caller) ${all} {
\treturn ${all}{
${aligned([{ indent: '\t\t', cells: ['to:', 'to,'] }, ...constructed])}\t}
}
${types.join('')}`
}

/** The REST route of each command. */
function table(ops: Ops, whose: string): string {
  const rows = Object.entries(ops).map(
    ([name, { method, path, once = false }]) => `\t{"${name}", "${method}", "${path}", ${once}},\n`,
  )
  return `var ${whose.toLowerCase()}${whose === '' ? 'c' : 'C'}ommands = commandTable{\n${rows.join('')}}\n`
}

function methods(ops: Ops, defs: Schemas, whose: string): string[] {
  const { structOf, merged } = goTypes(defs)
  const inputs: Schemas = jsonSchemas(schemasOf(ops, 'input'), 'input').of
  const outputs: Schemas = jsonSchemas(schemasOf(ops, 'output'), 'output').of
  return Object.entries(ops).flatMap(([name, op]) => {
    const type = whose + exported(name)
    const input = merged(inputs[name] ?? {})
    const output = outputs[name] ?? {}
    const inputType = hasFields(input) ? `${type}Input` : undefined
    const own = hasFields(output) ? `${type}Output` : undefined
    const use = op.method === 'PATCH' || op.method === 'PUT' ? 'changed' : 'sent'
    return [
      inputType && structOf(inputType, input, use, `${inputType} is the input of ${name}.`),
      own && structOf(own, output, 'received', `${own} is the output of ${name}.`),
      method(name, op, whose, inputType, refOf(output) || own),
    ].filter((part) => part !== undefined)
  })
}

function method(
  name: string,
  { summary }: Op,
  whose: string,
  inputType?: string,
  outputType?: string,
): string {
  const [noun = '', verb] = name.split('.')
  const on = verb === undefined ? `${whose}Calls` : `${whose}${exported(noun)}Calls`
  const called = exported(verb ?? noun)
  const args = `ctx context.Context${inputType === undefined ? '' : `, input ${inputType}`}`
  const input = inputType === undefined ? 'nil' : 'input'
  const body =
    outputType === undefined
      ? ` error {\n\treturn c.to.call(ctx, "${name}", ${input}, nil)\n}\n`
      : ` (${outputType}, error) {\n\treturn answer[${outputType}](ctx, c.to, "${name}", ${input})\n}\n`
  return `${doc(`${called} is ${name}. ${summary}.`)}func (c ${on}) ${called}(${args})${body}`
}

const hasFields = ({ properties }: { readonly properties?: object }): boolean =>
  Object.keys(properties ?? {}).length > 0
