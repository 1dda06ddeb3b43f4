import type { Query, Run } from '../tables/statement.ts'
import type { Session } from './database.ts'

type Call = {
  readonly args: unknown
  readonly resolve: (row: never) => void
  readonly reject: (error: unknown) => void
}

/**
 * Runs many writes on one connection, each as if it were alone. A step waits until every write has called its next
 * query. Then each query runs once, for all the writes that have called it.
 */
export class StatementBatcher implements Run {
  readonly #session: Session
  #pending = new Map<unknown, Call[]>()
  #isScheduled = false

  constructor(session: Session) {
    this.#session = session
  }

  get search() {
    return this.#session.search
  }

  async all<A, R>(query: Query<A, R>, args: A): Promise<readonly R[]> {
    return this.#session.all(query, args)
  }

  first<A, R>(query: Query<A, R>, args: A): Promise<R | undefined> {
    return new Promise((resolve, reject) => {
      const calls = this.#pending.get(query)
      const call = { args, resolve, reject } as Call
      if (calls === undefined) this.#pending.set(query, [call])
      else calls.push(call)
      if (!this.#isScheduled) this.#schedule()
    })
  }

  async many<A, R>(query: Query<A, R>, args: readonly A[]): Promise<readonly (R | undefined)[]> {
    return this.#session.many(query, args)
  }

  /** A step runs after the turn of the event loop of its first call: by then every write waits for a query. */
  #schedule(): void {
    this.#isScheduled = true
    setImmediate(async () => {
      const pending = this.#pending
      this.#pending = new Map()
      this.#isScheduled = false
      for (const [query, calls] of pending)
        try {
          const rows = await this.#session.many(
            query as Query<unknown, unknown>,
            calls.map((call) => call.args),
          )
          for (const [i, call] of calls.entries()) call.resolve(rows[i] as never)
        } catch (error) {
          for (const call of calls) call.reject(error)
        }
    })
  }
}
