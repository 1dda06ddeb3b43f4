import type { Call, History } from './history.ts'
import type { Random } from './random.ts'

/** A valid history with one fault of a kind in it, and the rules of which one must find it. */
export type Fault = {
  readonly rules: readonly string[]
  readonly into: (history: History, random: Random) => History
}

export const replaced = <T>(list: readonly T[], old: T, ...by: readonly T[]): T[] =>
  list.flatMap((item) => (item === old ? by : [item]))

export const recalled = (history: History, call: Call, change: Partial<Call>): History => ({
  ...history,
  calls: replaced(history.calls, call, { ...call, ...change }),
})
