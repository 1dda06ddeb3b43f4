import type { CommandName } from '../../../../protocol/commands.ts'
import { COMMANDS } from '../../../../protocol/commands.ts'
import type { Op } from '../../../../protocol/op.ts'

/** What a field costs: how often it runs a use-case, and how many things it may answer. */
export type Weight = {
  /** What one run takes of a user's rate. */
  readonly cost: number
  /** How many use-cases one run is, by its arguments; one where nothing is said. */
  readonly times?: (args: Readonly<Record<string, unknown>>) => number
  /** Run once for each thing that it stands in, or once for up to a hundred of them. */
  readonly runs: 'for each' | 'in batches'
  /** How many at most, by its arguments. */
  readonly size: (args: Readonly<Record<string, unknown>>) => number
}

declare module 'graphql' {
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> {
    weight?: Weight
    /** A value of up to 16 KiB. */
    isLarge?: boolean
  }
}

export function weightOf(name: CommandName, size: Weight['size'] = () => 1): Weight {
  const { cost = 1 }: Op = COMMANDS[name]
  return { cost, runs: 'for each', size }
}

/** What a loader brings. */
export const BATCHED: Weight = { cost: 1, runs: 'in batches', size: () => 1 }
