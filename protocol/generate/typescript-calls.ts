import { byNoun, type Ops } from './ops.ts'
import type { Schema } from './schemas.ts'
import { doc, typeOf } from './typescript-types.ts'

type Schemas = Readonly<Record<string, Schema>>
/** What the types of one table are called: `Commands`, `CommandName`, `Input`, `Output`, `Calls`. */
export type Names = { readonly prefix: '' | 'Backend'; readonly example: string }

/** What each command of a table takes and answers, and the commands as calls. */
export function callTypes(ops: Ops, inputs: Schemas, outputs: Schemas, names: Names): string {
  return `${commands(ops, inputs, outputs, names)}\n${calls(ops, inputs, names)}`
}

function commands(ops: Ops, inputs: Schemas, outputs: Schemas, { prefix }: Names): string {
  const entries = Object.entries(ops).map(
    ([name, { summary }]) =>
      `${doc(summary)}'${name}': { readonly input: ${typeOf(inputs[name])}; readonly output: ${typeOf(outputs[name])} }`,
  )
  return `/** What each command takes and answers. */\nexport type ${prefix}Commands = {\n${entries.join('\n')}\n}
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
    // A name of one word is a call of its own.
    if (all[0]?.verb === '') return method(noun, noun, all[0].summary)
    const methods = all.map(({ name, verb, summary }) => method(name, verb, summary))
    return `readonly ${noun}: {\n${methods.join('\n')}\n}`
  })
  return `/** The commands as calls: \`${example}\`. */\nexport interface ${prefix}Calls {\n${nouns.join('\n')}\n}\n`
}

/** Where each command of a table is on REST. */
export function routeTable(ops: Ops, type: string, from: string, name: string): string {
  const entries = Object.entries(ops).map(([n, { method, path }]) => `'${n}': '${method} ${path}',`)
  return `import type { ${type} } from '${from}'\n\n/** Where each command is on REST, below \`/api/v1\`. */
export const ${name}: Readonly<Record<${type}, string>> = {\n${entries.join('\n')}\n}\n`
}
