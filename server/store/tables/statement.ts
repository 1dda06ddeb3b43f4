import type { Compilable, Kysely, RawBuilder } from 'kysely'
import type { SearchIndex } from './search-index.ts'
import type { Tables } from './tables.ts'

/** A query. It is built once for a database, with placeholders as `args` for the values of each call. */
export type Query<A, R> = {
  readonly build: (db: Kysely<Tables>, args: A) => Compilable<R>
  /** The server plans the statement for each call, because no single plan is good for all values. */
  readonly plan?: 'each time'
}

export const planEachTime = <A, R>(query: Query<A, R>): Query<A, R> => ({
  ...query,
  plan: 'each time',
})

/** A query in SQL, for statements that the query builder cannot express. */
export const raw = <A, R>(build: (args: A) => RawBuilder<unknown>): Query<A, R> => ({
  build: (db, args) => ({ compile: () => build(args).compile(db) as never }),
})

export const query = <A, R>(build: Query<A, R>['build']): Query<A, R> => ({ build })

/** Runs queries, on any database. */
export interface Run {
  readonly search: SearchIndex
  all<A, R>(query: Query<A, R>, args: A): Promise<readonly R[]>
  first<A, R>(query: Query<A, R>, args: A): Promise<R | undefined>
  /** Runs one query for many arguments, and returns the first row of each, in the order of `args`. */
  many<A, R>(query: Query<A, R>, args: readonly A[]): Promise<readonly (R | undefined)[]>
}

/** The SQL of a query, and a function that puts the arguments in the order of the placeholders. */
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
