import type { Op } from '../op.ts'

export type Ops = Readonly<Record<string, Op>>

/** The commands of a table, grouped by noun. `rooms.list` is the verb `list` of `rooms`. */
export function byNoun(ops: Ops) {
  const all = Object.entries(ops).map(([name, { summary }]) => {
    const [noun = '', verb = ''] = name.split('.')
    return { name, noun, verb, summary }
  })
  return [...Map.groupBy(all, ({ noun }) => noun)]
}

/** The input or output schemas of a table's commands. */
export const schemasOf = (ops: Ops, which: 'input' | 'output') =>
  Object.fromEntries(Object.entries(ops).map(([name, op]) => [name, op[which]]))
