import type { Compilable, Kysely, RawBuilder } from 'kysely'
import type { SearchIndex } from './search-index.ts'
import type { Tables } from './tables.ts'

/** A query, built once a database: `args` stands for the values that each call brings. */
export type Query<A, R> = {
  readonly build: (db: Kysely<Tables>, args: A) => Compilable<R>
  /** A plan that would do for all values does badly for most: a server is to make one each time. */
  readonly plan?: 'anew'
}

export const planAnew = <A, R>(query: Query<A, R>): Query<A, R> => ({ ...query, plan: 'anew' })

/** A statement that no builder has words for. */
export const raw = <A, R>(build: (args: A) => RawBuilder<unknown>): Query<A, R> => ({
  build: (db, args) => ({ compile: () => build(args).compile(db) as never }),
})

export const query = <A, R>(build: Query<A, R>['build']): Query<A, R> => ({ build })

/** How a store runs queries, whatever its database. */
export interface Run {
  readonly search: SearchIndex
  all<A, R>(query: Query<A, R>, args: A): Promise<readonly R[]>
  first<A, R>(query: Query<A, R>, args: A): Promise<R | undefined>
  /** One query, asked for many at once: an answer for each, in the order of `args`. */
  many<A, R>(query: Query<A, R>, args: readonly A[]): Promise<readonly (R | undefined)[]>
}

/** Its SQL, and which of the arguments stands at each placeholder. */
export type Compiled = { readonly sql: string; readonly bind: (args: object) => unknown[] }

/** Runs the builder once, with marks in place of values, and notes where the marks end up. */
export function compile<A, R>(db: Kysely<Tables>, { build }: Query<A, R>): Compiled {
  const marks = new Proxy({}, { get: (_, name) => new Mark(String(name)) })
  const { sql, parameters } = build(db, marks as A).compile()
  const slots = parameters.map((value) => (value instanceof Mark ? value : { value }))
  const bind = (args: object) =>
    slots.map((slot) =>
      slot instanceof Mark ? (Reflect.get(args, slot.name) ?? null) : slot.value,
    )
  return { sql, bind }
}

/** The place of an argument, while a statement is being built. */
export class Mark {
  constructor(readonly name: string) {}
}
