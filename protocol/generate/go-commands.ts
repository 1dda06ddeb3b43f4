import type { Op } from '../op.ts'
import { aligned, doc, exported, file } from './go-text.ts'
import { goTypes, refOf, type Schemas } from './go-types.ts'
import { byNoun, type Ops, schemasOf } from './ops.ts'
import { jsonSchemas } from './schemas.ts'

/** The calls of a table of commands, what they take and what they answer. `whose` begins every name. */
export function goCommands(ops: Ops, defs: Schemas, whose: string): string {
  return file([callsOf(ops, whose), table(ops, whose), ...methods(ops, defs, whose)])
}

/** `client.Rooms` and its like. What has no verb is a call of the client itself. */
function callsOf(ops: Ops, whose: string): string {
  const all = `${whose}Calls`
  const nouns = byNoun(ops)
    .filter(([, [first]]) => first?.verb !== '')
    .map(([noun]) => ({ noun, field: exported(noun), type: `${whose}${exported(noun)}Calls` }))
  const fields = nouns.map(({ field, type }) => ({ cells: [field, type] }))
  const made = nouns.map(({ field, type }) => ({
    indent: '\t\t',
    cells: [`${field}:`, `${type}{to},`],
  }))
  const types = nouns.map(
    ({ noun, type }) =>
      `\n// ${type} are the commands that begin with ${noun}.\ntype ${type} struct{ to caller }\n`,
  )
  return `// ${all} are the commands, by what they are about.
type ${all} struct {
${aligned([{ cells: ['to', 'caller'] }, ...fields])}}

func new${all}(to caller) ${all} {
\treturn ${all}{
${aligned([{ indent: '\t\t', cells: ['to:', 'to,'] }, ...made])}\t}
}
${types.join('')}`
}

/** Where each command is on REST. */
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
    const takes = isSomething(input) ? `${type}Input` : undefined
    const own = isSomething(output) ? `${type}Output` : undefined
    const manner = op.method === 'PATCH' || op.method === 'PUT' ? 'changed' : 'made'
    return [
      takes && structOf(takes, input, manner, `${takes} is what ${name} takes.`),
      own && structOf(own, output, 'told', `${own} is what ${name} answers.`),
      method(name, op, whose, takes, refOf(output) || own),
    ].filter((part) => part !== undefined)
  })
}

function method(
  name: string,
  { summary }: Op,
  whose: string,
  takes?: string,
  gives?: string,
): string {
  const [noun = '', verb] = name.split('.')
  const on = verb === undefined ? `${whose}Calls` : `${whose}${exported(noun)}Calls`
  const called = exported(verb ?? noun)
  const args = `ctx context.Context${takes === undefined ? '' : `, input ${takes}`}`
  const input = takes === undefined ? 'nil' : 'input'
  const body =
    gives === undefined
      ? ` error {\n\treturn c.to.call(ctx, "${name}", ${input}, nil)\n}\n`
      : ` (${gives}, error) {\n\treturn answer[${gives}](ctx, c.to, "${name}", ${input})\n}\n`
  return `${doc(`${called} is ${name}. ${summary}.`)}func (c ${on}) ${called}(${args})${body}`
}

const isSomething = ({ properties }: { readonly properties?: object }): boolean =>
  Object.keys(properties ?? {}).length > 0
