import type { Load } from './jobs.ts'
import type { ServerProcess } from './server-process.ts'
import type { Variant } from './variants.ts'

/** One server and the load on it. */
export type Side = {
  readonly variant: Variant
  readonly server: ServerProcess
  readonly load: Load
}

export type Measure = {
  readonly id: string
  readonly label: string
  readonly unit: string
  readonly better: 'less' | 'more'
}
/** `value` against a bound, both of the medians. */
export type Goal = {
  readonly measure: string
  readonly says: string
  readonly unit: string
  value(of: (variant: Variant) => number): number
} & ({ readonly most: number } | { readonly least: number })

export type Row = {
  readonly id: string
  readonly title: string
  readonly variants: readonly Variant[]
  /** Said of the peers in this row. */
  readonly note?: string
  readonly measures: readonly Measure[]
  readonly goals: readonly Goal[]
  readonly rounds: number
  /** On which database; SQLite where nothing is said. */
  readonly database?: 'postgres' | 'mariadb'
  /** Whether each round needs a server that has done nothing yet. */
  readonly fresh?: true
  prepare(side: Side): Promise<void>
  /** One value for each measure. */
  round(side: Side): Promise<readonly number[]>
}
