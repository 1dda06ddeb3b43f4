import type { Op } from '../op.ts'

export type Ops = Readonly<Record<string, Op>>

/** A table's commands by their noun: `rooms.list` is the verb `list` of `rooms`. */
export function byNoun(ops: Ops) {
  const all = Object.entries(ops).map(([name, { summary }]) => {
    const [noun = '', verb = ''] = name.split('.')
    return { name, noun, verb, summary }
  })
  return [...Map.groupBy(all, ({ noun }) => noun)]
}

/** What each command of a table takes, or what it answers. */
export const schemasOf = (ops: Ops, which: 'input' | 'output') =>
  Object.fromEntries(Object.entries(ops).map(([name, op]) => [name, op[which]]))
