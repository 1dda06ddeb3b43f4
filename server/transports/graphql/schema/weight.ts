import type { CommandName } from '../../../../protocol/commands.ts'
import { COMMANDS } from '../../../../protocol/commands.ts'
import type { Op } from '../../../../protocol/op.ts'

/** The cost of a field: how often it runs a use-case, and how many items it can return. */
export type Weight = {
  /** The cost of one run, in commands of the user's rate limit. */
  readonly cost: number
  /** How many use-cases one run executes, by its arguments; 1 by default. */
  readonly times?: (args: Readonly<Record<string, unknown>>) => number
  /** Runs once for each parent object, or once for up to 100 of them. */
  readonly runs: 'for each' | 'in batches'
  /** The most items that one run returns, by its arguments. */
  readonly size: (args: Readonly<Record<string, unknown>>) => number
}

declare module 'graphql' {
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> {
    weight?: Weight
    /** The value can have up to 16 KiB. */
    isLarge?: boolean
  }
}

export function weightOf(name: CommandName, size: Weight['size'] = () => 1): Weight {
  const { cost = 1 }: Op = COMMANDS[name]
  return { cost, runs: 'for each', size }
}

/** The weight of a field that uses a loader. */
export const BATCHED: Weight = { cost: 1, runs: 'in batches', size: () => 1 }
