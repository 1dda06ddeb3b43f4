import { byNoun, type Ops } from './ops.ts'
import type { Schema } from './schemas.ts'
import { doc, typeOf } from './typescript-types.ts'

type Schemas = Readonly<Record<string, Schema>>
/** The prefix of one table's types: `Commands`, `CommandName`, `Input`, `Output`, `Calls`. `example`: a call. */
export type Names = { readonly prefix: '' | 'Backend'; readonly example: string }

/** The types of a table: inputs and outputs by command, and the commands as methods. */
export function callTypes(ops: Ops, inputs: Schemas, outputs: Schemas, names: Names): string {
  return `${commands(ops, inputs, outputs, names)}\n${calls(ops, inputs, names)}`
}

function commands(ops: Ops, inputs: Schemas, outputs: Schemas, { prefix }: Names): string {
  const entries = Object.entries(ops).map(
    ([name, { summary }]) =>
      `${doc(summary)}'${name}': { readonly input: ${typeOf(inputs[name])}; readonly output: ${typeOf(outputs[name])} }`,
  )
  return `/** The input and output of each command. */\nexport type ${prefix}Commands = {\n${entries.join('\n')}\n}
export type ${prefix}CommandName = keyof ${prefix}Commands
export type ${prefix}Input<N extends ${prefix}CommandName> = ${prefix}Commands[N]['input']
export type ${prefix}Output<N extends ${prefix}CommandName> = ${prefix}Commands[N]['output']
`
}

function calls(ops: Ops, inputs: Schemas, { prefix, example }: Names): string {
  const method = (name: string, verb: string, summary: string) => {
    const isNeeded = inputs[name]?.required !== undefined || inputs[name]?.oneOf !== undefined
    const input = `input${isNeeded ? '' : '?'}: ${prefix}Input<'${name}'>`
    return `${doc(summary)}${verb}(${input}, options?: CallOptions): Promise<${prefix}Output<'${name}'>>`
  }
  const nouns = byNoun(ops).map(([noun, all]) => {
    // A command without a noun is a method of its own.
    if (all[0]?.verb === '') return method(noun, noun, all[0].summary)
    const methods = all.map(({ name, verb, summary }) => method(name, verb, summary))
    return `readonly ${noun}: {\n${methods.join('\n')}\n}`
  })
  return `/** The commands as methods: \`${example}\`. */\nexport interface ${prefix}Calls {\n${nouns.join('\n')}\n}\n`
}
