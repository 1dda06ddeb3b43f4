import * as queries from '../queries/queries.ts'
import type { Query, Run } from '../tables/statement.ts'
import type { Session } from './database.ts'

type Call = {
  readonly args: unknown
  readonly resolve: (found: never) => void
  readonly reject: (error: unknown) => void
}
/** The calls of each query that wait for the next step. */
type Calls = ReadonlyMap<unknown, readonly Call[]>

/** What a client is shown of the room after its write. These wait until the other writes have stored their messages. */
const LAST: ReadonlySet<unknown> = new Set([queries.unread, queries.unreadInThread])

/**
 * Runs the writes of a transaction on one connection, each as if it were alone. A step waits until every write has called
 * its next query. Then each query runs once, for all the calls of it, also for those that one write makes at once.
 */
export class StatementBatcher implements Run {
  readonly #session: Session
  readonly #firsts = new Map<unknown, Call[]>()
  readonly #lists = new Map<unknown, Call[]>()
  #isRunning = false
  #stopped: { readonly error: unknown } | undefined

  constructor(session: Session) {
    this.#session = session
  }

  get search() {
    return this.#session.search
  }

  /** Why the batch cannot be committed. */
  get stopped(): { readonly error: unknown } | undefined {
    return this.#stopped
  }

  /** Rejects every further query: after the rollback, it would be a transaction of its own. */
  stop(error: unknown): void {
    this.#stopped ??= { error }
  }

  all<A, R>(query: Query<A, R>, args: A): Promise<readonly R[]> {
    return this.#call(this.#lists, query, args)
  }

  first<A, R>(query: Query<A, R>, args: A): Promise<R | undefined> {
    return this.#call(this.#firsts, query, args)
  }

  many<A, R>(query: Query<A, R>, args: readonly A[]): Promise<readonly (R | undefined)[]> {
    return Promise.all(args.map((each) => this.first(query, each)))
  }

  #call<R>(pending: Map<unknown, Call[]>, query: unknown, args: unknown): Promise<R> {
    return new Promise((resolve, reject) => {
      const call = { args, resolve, reject } as Call
      const calls = pending.get(query)
      if (calls === undefined) pending.set(query, [call])
      else calls.push(call)
      if (!this.#isRunning) void this.#runSteps()
    })
  }

  async #runSteps(): Promise<void> {
    this.#isRunning = true
    while (this.#firsts.size + this.#lists.size > 0) {
      // When no promise can continue, every write waits for a query.
      await new Promise<void>((resolve) => process.nextTick(resolve))
      const firsts = this.#due()
      const lists = taken(this.#lists, [...this.#lists.keys()])
      await this.#run(firsts, (query, args) => this.#firstsOf(query, args))
      await this.#run(lists, (query, args) => this.#session.lists(query, args))
    }
    this.#isRunning = false
  }

  async #firstsOf(
    query: Query<unknown, unknown>,
    args: readonly unknown[],
  ): Promise<readonly unknown[]> {
    return args.length === 1
      ? [await this.#session.first(query, args[0])]
      : this.#session.many(query, args)
  }

  #due(): Calls {
    const all = [...this.#firsts.keys()]
    const now = all.filter((query) => !LAST.has(query))
    return taken(this.#firsts, now.length + this.#lists.size > 0 ? now : all)
  }

  async #run(
    steps: Calls,
    rowsOf: (
      query: Query<unknown, unknown>,
      args: readonly unknown[],
    ) => Promise<readonly unknown[]>,
  ): Promise<void> {
    for (const [query, calls] of steps)
      try {
        if (this.#stopped !== undefined) throw this.#stopped.error
        const rows = await rowsOf(
          query as Query<unknown, unknown>,
          calls.map(({ args }) => args),
        )
        for (const [i, call] of calls.entries()) call.resolve(rows[i] as never)
      } catch (error) {
        this.stop(error)
        for (const call of calls) call.reject(error)
      }
  }
}

/** Removes the calls of these queries from those that wait. */
function taken(pending: Map<unknown, Call[]>, keys: readonly unknown[]): Calls {
  const calls = new Map(keys.map((query) => [query, pending.get(query) ?? []]))
  for (const query of keys) pending.delete(query)
  return calls
}
