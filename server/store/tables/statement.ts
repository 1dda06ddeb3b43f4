import type { Compilable, Kysely, RawBuilder } from 'kysely'
import type { RoomId } from '../../../protocol/ids.ts'
import type { SearchIndex } from './search-index.ts'
import type { SharedRoom } from './shared-room.ts'
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
  /** Undefined in a write, and on a database that other processes change. */
  readonly shared?: SharedReads | undefined
  all<A, R>(query: Query<A, R>, args: A): Promise<readonly R[]>
  first<A, R>(query: Query<A, R>, args: A): Promise<R | undefined>
  /** Runs one query for many arguments, and returns the first row of each, in the order of `args`. */
  many<A, R>(query: Query<A, R>, args: readonly A[]): Promise<readonly (R | undefined)[]>
}

/**
 * What the reads of this process keep in memory for each other, until a commit changes or removes a row that it was made
 * from. Everything in it is as the reading transaction would read it.
 */
export interface SharedReads {
  /** How many of these messages would have to be read. */
  missing(room: RoomId, seqs: readonly number[]): number
  /** Made by `make` if nothing is kept. Messages that are new since do not end it: see `SharedRoom`. */
  room(room: RoomId, make: () => SharedRoom): SharedRoom
}

/** The SQL of a query, and a function that puts the arguments in the order of the placeholders. */
export type Compiled = { readonly sql: string; readonly bind: (args: object) => unknown[] }

/**
 * Builds a query once, with marks instead of values, and finds the marks among its parameters. Throws if the text
 * of the query depends on a value: the query would then be wrong for all other values.
 */
export function compile<A, R>(db: Kysely<Tables>, { build }: Query<A, R>): Compiled {
  const reads: string[] = []
  const marks = new Proxy(
    {},
    {
      get(_, name) {
        reads.push(String(name))
        return mark(String(name))
      },
      has: (_, name) => fail(name),
      ownKeys: () => fail('its arguments'),
    },
  )
  const { sql, parameters } = build(db, marks as A).compile()
  const slots = parameters.map((value) =>
    value instanceof Mark ? { arg: value.name } : { arg: undefined, value },
  )
  // A comparison of a mark cannot be noticed. But then the argument was read more often than it is a parameter.
  for (const [name, { length }] of Map.groupBy(reads, (name) => name))
    if (length > slots.filter(({ arg }) => arg === name).length) throw dependsOn(name)
  const bind = (args: object) =>
    slots.map(({ arg, value }) => (arg === undefined ? value : (Reflect.get(args, arg) ?? null)))
  return { sql, bind }
}

/** Stands for the value of an argument while a query is built. */
class Mark {
  constructor(readonly name: string) {}
}

/** Properties that Kysely reads of any value, to find out whether it is an expression. */
const READ_BY_KYSELY: ReadonlySet<PropertyKey> = new Set(['toOperationNode', 'expressionType'])

const mark = (name: string): Mark =>
  new Proxy(new Mark(name), {
    get(target, key) {
      if (key === 'name') return target.name
      if (READ_BY_KYSELY.has(key)) return undefined
      return fail(name)
    },
  })

const dependsOn = (name: PropertyKey): Error =>
  new Error(`the text of a query depends on ${String(name)}: make it two queries`)

function fail(name: PropertyKey): never {
  throw dependsOn(name)
}
