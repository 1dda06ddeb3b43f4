import type { Run } from '../tables/statement.ts'

/**
 * The longest that a transaction on a database server may last, in ms, from the time that it takes for
 * its events until its commit begins. The client and the server both refuse to commit later.
 */
export const TRANSACTION_MS = 10_000
/**
 * How far a cursor looks back on a database server, in ms: `TRANSACTION_MS`, and the time that the commit
 * itself may need on a busy disk.
 */
export const COMMIT_WINDOW_MS = 20_000
/** No statement may run longer on a database server, in ms. */
export const STATEMENT_MS = 5000
/** A database server that says nothing is not waited for longer than a statement could take, in ms. */
export const ANSWER_MS = STATEMENT_MS + 1000
/** How long a statement waits for another transaction's lock, in ms. */
export const LOCK_MS = 2000

/** One transaction. */
export interface Session extends Run {
  /** What this moment is by the database's clock, in ms. */
  now(): Promise<number>
}

/** A database, and all in which it differs from the others. */
export interface Database {
  /**
   * Longer than any of its transactions lasts, in ms: so long a commit may come after another one
   * whose time is later.
   */
  readonly commitWindowMs: number
  /**
   * Which writes share a commit: any, one after another (it is as near as the next line); or those
   * that only add, all taking the same step at once (it is a round trip away).
   */
  readonly shares: 'in turn' | 'in step'
  /** What the operator has set that weakens a promise, in words. */
  readonly warnings: readonly string[]
  /**
   * Commits what `work` did when it resolves, rolls it back when it rejects. Rejects with `Again`
   * where the same may succeed now, with `Away` where the database cannot be reached or takes no writes,
   * and with `StatementError` where it refuses what it was asked.
   */
  write<T>(work: (session: Session) => Promise<T>): Promise<T>
  /** Everything that `work` reads is of one moment. */
  read<T>(work: (session: Session) => Promise<T>): Promise<T>
  /**
   * Takes a place among the nodes on this database, as long as this one lives: alone, or beside others
   * that share a bus. Answers false where that is not to be had.
   */
  enter(as: 'the only one' | 'one of many'): Promise<boolean>
  close(): Promise<void>
}

/** Another transaction was in the way: a deadlock, or the same row made twice. */
export class Conflict extends Error {}

/**
 * The database is well and refuses this statement: a value that it cannot hold, or a fault of ours. The
 * transaction is of no use any more, and trying the same again is none either.
 */
export class StatementError extends Error {
  constructor(override readonly cause: Error) {
    super(`the database refuses a statement: ${cause.message}`, { cause })
  }
}

/** The database cannot be reached, had to give up, or takes no writes. */
export class Unavailable extends Error {
  /** The connection broke while it was committing: nobody knows yet whether it did. */
  readonly mayHaveCommitted: boolean

  constructor(cause: unknown, mayHaveCommitted = false) {
    super('the database is away', { cause })
    this.mayHaveCommitted = mayHaveCommitted
  }
}

/** The transaction lasted longer than `TRANSACTION_MS`: it was not committed. */
export class TooLate extends Unavailable {
  constructor(cause?: unknown) {
    super(cause ?? new Error(`a transaction lasted longer than ${TRANSACTION_MS} ms`))
  }
}

/** The server is of a version, or set up in a way, that a store cannot use. */
export class TooOld extends Error {}
