import type { Kysely } from 'kysely'
import type { Log } from '../../../protocol/ids.ts'
import * as queries from '../queries/queries.ts'
import type { Batch } from '../tables/json-rows.ts'
import type { SearchIndex } from '../tables/search-index.ts'
import { type Compiled, compile, type Query, type Run } from '../tables/statement.ts'
import type { Tables } from '../tables/tables.ts'
import { type OnStatement, type Session, TooLate, TRANSACTION_MS, Unavailable } from './database.ts'

/** A statement without a name is not kept prepared on the server. */
export type Prepared = Compiled & { readonly name: string | undefined }

/** The statements of a database server that differ from the common ones. */
export type Dialects = {
  /** Queries of the server that replace the common ones. */
  readonly own: ReadonlyMap<unknown, unknown>
  /** Queries that run for many arguments in one statement. */
  readonly batches: ReadonlyMap<unknown, Query<Batch, { n: number }>>
  /** The same for queries of which every row is read. */
  readonly lists: ReadonlyMap<unknown, Query<Batch, { n: number }>>
  /** Queries that run for many arguments as parts of one `union all`. */
  readonly unions: ReadonlySet<unknown>
  readonly now: Query<object, { at: number }>
  /** Takes `n` seqs of each log in one step, and returns the last seq of each. */
  readonly takeSeqs: readonly Query<Batch, { log: Log; seq: number }>[]
  readonly search: () => (run: Run) => SearchIndex
}

/** The SQL of each query, compiled once for all connections. */
export class Statements {
  readonly dialects: Dialects
  readonly search: (run: Run) => SearchIndex
  readonly onStatement: OnStatement
  readonly #db: Kysely<Tables>
  readonly #prepared = new Map<unknown, Prepared>()

  constructor(db: Kysely<Tables>, dialects: Dialects, onStatement: OnStatement) {
    this.#db = db
    this.dialects = dialects
    this.onStatement = onStatement
    this.search = dialects.search()
  }

  of<A, R>(query: Query<A, R>): Prepared {
    let prepared = this.#prepared.get(query)
    if (prepared === undefined) {
      const own = (this.dialects.own.get(query) as Query<A, R> | undefined) ?? query
      const name = own.plan === 'each time' ? undefined : `parlance_${this.#prepared.size}`
      prepared = { ...compile(this.#db, own), name }
      this.#prepared.set(query, prepared)
    }
    return prepared
  }
}

export type Execute = (prepared: Prepared, values: unknown[]) => Promise<readonly unknown[]>

/** One transaction on a connection to a database server. */
export class NetSession implements Session {
  readonly #statements: Statements
  readonly #execute: Execute
  /** By the monotonic clock. */
  readonly #until = performance.now() + TRANSACTION_MS
  #at: number | undefined

  constructor(statements: Statements, execute: Execute) {
    this.#statements = statements
    this.#execute = execute
  }

  get search(): SearchIndex {
    return this.#statements.search(this)
  }

  async now(): Promise<number> {
    const row = await this.first(this.#statements.dialects.now, {})
    if (row === undefined) throw new Error('the database returned no time')
    this.#at ??= row.at
    return row.at
  }

  /** The last moment for a commit, by the database's clock. Undefined if the transaction has read no time. */
  get deadline(): number | undefined {
    return this.#at === undefined ? undefined : this.#at + TRANSACTION_MS
  }

  /** Throws `TooLate` if the transaction has lasted too long. */
  checkTime(): void {
    if (performance.now() > this.#until) throw new TooLate()
  }

  async all<A, R>(query: Query<A, R>, args: A): Promise<readonly R[]> {
    this.checkTime()
    const prepared = this.#statements.of(query)
    return (await this.#run(prepared, prepared.bind(args as object))) as readonly R[]
  }

  async first<A, R>(query: Query<A, R>, args: A): Promise<R | undefined> {
    return (await this.all(query, args))[0]
  }

  async many<A, R>(query: Query<A, R>, args: readonly A[]): Promise<readonly (R | undefined)[]> {
    if (args.length === 0) return []
    if ((query as unknown) === queries.takeSeq)
      return (await this.#takeSeqs(args as readonly LogAt[])) as readonly R[]
    const { batches, unions } = this.#statements.dialects
    const found: (R | undefined)[] = []
    if (unions.has(query)) {
      for (const row of await this.#union(query, args)) found[row.n] = row
      return found
    }
    const batch = batches.get(query)
    if (batch === undefined) {
      for (const each of args) found.push(await this.first(query, each))
      return found
    }
    const json = JSON.stringify(args.map((each, n) => ({ ...each, n })))
    for (const row of await this.all(batch, { json })) found[row.n] = row as R
    return found
  }

  async lists<A, R>(query: Query<A, R>, args: readonly A[]): Promise<readonly (readonly R[])[]> {
    const batch = this.#statements.dialects.lists.get(query)
    if (batch === undefined || args.length === 1) {
      const single: (readonly R[])[] = []
      for (const each of args) single.push(await this.all(query, each))
      return single
    }
    const found: R[][] = args.map(() => [])
    const json = JSON.stringify(args.map((each, n) => ({ ...each, n })))
    for (const row of await this.all(batch, { json })) found[row.n]?.push(row as R)
    return found
  }

  async #union<A, R>(query: Query<A, R>, args: readonly A[]): Promise<readonly (R & Nth)[]> {
    const { sql, bind, name } = this.#statements.of(query)
    const parts = args.map((_, n) => `select ${n} as n, part.* from (${sql}) as part`)
    const all = { sql: parts.join(' union all '), bind, name: `${name}_${args.length}` }
    const values = args.flatMap((each) => bind(each as object))
    return (await this.#run(all, values)) as readonly (R & Nth)[]
  }

  async #run(prepared: Prepared, values: unknown[]): Promise<readonly unknown[]> {
    const startedAt = performance.now()
    try {
      return await this.#execute(prepared, values)
    } finally {
      this.#statements.onStatement(startedAt)
    }
  }

  /** Takes a seq for each of the arguments. Of one log, an earlier argument gets a lower seq. */
  async #takeSeqs(args: readonly LogAt[]): Promise<readonly { seq: number }[]> {
    const counts = new Map<Log, number>()
    for (const { log } of args) counts.set(log, (counts.get(log) ?? 0) + 1)
    const at = args[0]?.at
    // Counters are locked in the same order on every node, which prevents deadlocks.
    const logs = [...counts].map(([log, n]) => ({ log, n, at })).sort(byLog)
    const batch = { json: JSON.stringify(logs) }
    const next = new Map<Log, number>()
    for (const query of this.#statements.dialects.takeSeqs)
      for (const { log, seq } of await this.all(query, batch))
        next.set(log, seq - (counts.get(log) ?? 0) + 1)
    return args.map(({ log }) => {
      const seq = next.get(log) ?? 0
      next.set(log, seq + 1)
      return { seq }
    })
  }
}

type Nth = { readonly n: number }
type LogAt = { readonly log: Log; readonly at: number }
const byLog = (a: { log: Log }, b: { log: Log }): number => (a.log < b.log ? -1 : 1)

/** The statements that begin and end a transaction on one connection. */
export type TransactionControl = {
  begin(): Promise<unknown>
  /** `deadline`: see `NetSession`. The server refuses a later commit, with `TooLate`. */
  commit(deadline: number | undefined): Promise<unknown>
  rollback(): Promise<unknown>
  /** Returns the connection to the pool. */
  release(): void
  /** Closes the connection, which does not answer, is broken, or leads to a server without writes. */
  discard(): void
}

/**
 * Runs `work` in a transaction. A commit without an answer may have happened. A commit after the deadline does
 * not happen: the server checks the time, because the statement itself may arrive late.
 */
export async function transact<T>(
  { begin, commit, rollback, release, discard }: TransactionControl,
  session: NetSession,
  work: (session: Session) => Promise<T>,
  toStoreError: (error: unknown) => unknown,
): Promise<T> {
  let isCommitting = false
  try {
    await begin()
    const done = await work(session)
    session.checkTime()
    isCommitting = true
    await commit(session.deadline)
    release()
    return done
  } catch (error) {
    const reason = toStoreError(error)
    if (reason instanceof Unavailable) discard()
    else await rollback().then(release, discard)
    if (!(reason instanceof Unavailable) || reason instanceof TooLate || !isCommitting) throw reason
    throw new Unavailable(error, true)
  }
}
