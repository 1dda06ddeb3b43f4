import * as queries from '../../queries/queries.ts'
import type { JoinedMessageRow } from '../../tables/rows.ts'
import type { Query } from '../../tables/statement.ts'
import type { Session } from '../database.ts'
import type { Connection } from './connection.ts'
import type { SharedRows } from './shared-rows.ts'

/** Queries of whole messages. What they read of a message depends on nothing but the message, if nothing of it is hidden. */
const WHOLE: ReadonlySet<unknown> = new Set([
  queries.messageById,
  queries.messageBySeq,
  queries.messagesBefore,
  queries.messagesAfter,
  queries.threadBefore,
  queries.threadAfter,
  queries.lastMessage,
])

/** A transaction that reads, and shares what it reads with others. */
export class SharedSession implements Session {
  readonly search
  readonly shared: SharedRows
  readonly #connection: Connection

  constructor(connection: Connection, shared: SharedRows) {
    this.search = connection.search
    this.shared = shared
    this.#connection = connection
  }

  now(): Promise<number> {
    return this.#connection.now()
  }

  async all<A, R>(query: Query<A, R>, args: A): Promise<readonly R[]> {
    const rows = await this.#connection.all(query, args)
    return WHOLE.has(query) ? rows.map((row) => this.#keep(row)) : rows
  }

  async first<A, R>(query: Query<A, R>, args: A): Promise<R | undefined> {
    return this.#get(query, args)
  }

  async many<A, R>(query: Query<A, R>, args: readonly A[]): Promise<readonly (R | undefined)[]> {
    return args.map((each) => this.#get(query, each))
  }

  lists<A, R>(query: Query<A, R>, args: readonly A[]): Promise<readonly (readonly R[])[]> {
    return this.#connection.lists(query, args)
  }

  #get<A, R>(query: Query<A, R>, args: A): R | undefined {
    const known = isBySeq(query, args) ? this.shared.message(args.room, args.seq) : undefined
    // A row of the same query.
    if (known !== undefined) return known as R
    const row = this.#connection.get(query, args)
    return row !== undefined && WHOLE.has(query) ? this.#keep(row) : row
  }

  /** The query is one of whole messages, which its type does not say. */
  #keep<R>(row: R): R {
    return this.shared.keep(row as JoinedMessageRow) as R
  }
}

type BySeq = Parameters<typeof queries.messageBySeq.build>[1]

/** `args` are those of the query. */
const isBySeq = (query: unknown, _args: unknown): _args is BySeq => query === queries.messageBySeq
