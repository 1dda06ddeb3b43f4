import type { Query, Run } from '../tables/statement.ts'
import type { Session } from './database.ts'

type Call = {
  readonly args: unknown
  readonly resolve: (row: never) => void
  readonly reject: (error: unknown) => void
}

/**
 * Many jobs on one connection, each taking its steps as if it were alone. A step waits until every
 * job has asked for its next; then each query that was asked for is run once for all who asked.
 */
export class StatementBatcher implements Run {
  readonly #session: Session
  #asked = new Map<unknown, Call[]>()
  #stepping = false

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
      const calls = this.#asked.get(query)
      const call = { args, resolve, reject } as Call
      if (calls === undefined) this.#asked.set(query, [call])
      else calls.push(call)
      if (!this.#stepping) this.#step()
    })
  }

  async many<A, R>(query: Query<A, R>, args: readonly A[]): Promise<readonly (R | undefined)[]> {
    return this.#session.many(query, args)
  }

  /** After the turn in which the first asked, when all have got as far as they can. */
  #step(): void {
    this.#stepping = true
    setImmediate(async () => {
      const asked = this.#asked
      this.#asked = new Map()
      this.#stepping = false
      for (const [query, calls] of asked)
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
