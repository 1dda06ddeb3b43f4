import type { Run } from '../tables/statement.ts'

/**
 * The longest time of a transaction on a database server, in ms: from reading the time of its events to the
 * begin of its commit. Later, both the client and the server refuse to commit.
 */
export const TRANSACTION_MS = 10_000
/**
 * The commit window of a database server, in ms: a replay begins so long before its cursor. It is
 * `TRANSACTION_MS`, and the time that the commit itself may take on a busy disk.
 */
export const COMMIT_WINDOW_MS = 20_000
/** The longest time of a statement on a database server, in ms. */
export const STATEMENT_MS = 5000
/** The longest wait for the answer of a database server, in ms: longer than any statement takes. */
export const ANSWER_MS = STATEMENT_MS + 1000
/** The longest wait of a statement for another transaction's lock, in ms. */
export const LOCK_MS = 2000

/** Called after each statement, with its begin by `performance.now()`. */
export type OnStatement = (startedAt: number) => void
export const UNTIMED: OnStatement = () => undefined

export type DatabaseEvents = {
  readonly onStatement?: OnStatement
  /** The disk reports an error after a commit: the database accepts nothing more, and the process should end. */
  readonly onBroken?: (error: unknown) => void
}

/** One transaction. */
export interface Session extends Run {
  /** The time now by the database's clock, in ms. */
  now(): Promise<number>
}

/** A database, with everything in which it differs from the others. */
export interface Database {
  /**
   * Longer than any of its transactions, in ms. A commit can follow the commit of a later time by at most so
   * long.
   */
  readonly commitWindowMs: number
  /**
   * Which writes share a commit. `sequential`: any writes, one after another, because a statement needs no
   * round trip. `batched`: writes that only insert, side by side, so that one round trip serves all of them.
   */
  readonly commits: 'sequential' | 'batched'
  /** Settings of the database that weaken a promise, as texts for the operator. */
  readonly warnings: readonly string[]
  /**
   * Commits the changes of `work` when it resolves, and rolls them back when it rejects. Rejects with
   * `Conflict` if the same work may succeed now, with `Unavailable` if the database cannot be reached or
   * accepts no writes, and with `StatementError` if it rejects a statement.
   */
  write<T>(work: (session: Session) => Promise<T>): Promise<T>
  /** Everything that `work` reads is of one moment. */
  read<T>(work: (session: Session) => Promise<T>): Promise<T>
  /**
   * Takes the node lock on this database until the process ends: alone, or together with other nodes that
   * share a bus. Returns false if another node holds a lock that excludes it.
   */
  enter(as: 'the only one' | 'one of many'): Promise<boolean>
  /**
   * Overwrites what deleted rows have left in the files. It can take minutes. A database server does that in its own
   * time, with `vacuum` or `optimize table` of the operator at the latest.
   */
  scrub(): Promise<void>
  close(): Promise<void>
}

/** The transaction conflicted with another one: a deadlock, or two inserts of the same row. */
export class Conflict extends Error {}

/**
 * The database works, and rejects this statement: it cannot store a value, or the statement is wrong. The
 * transaction cannot continue, and a retry would fail again.
 */
export class StatementError extends Error {
  constructor(override readonly cause: Error) {
    super(`the database rejects a statement: ${cause.message}`, { cause })
  }
}

/** The database cannot be reached, gave up, or accepts no writes. */
export class Unavailable extends Error {
  /** The connection broke during the commit, so the outcome is unknown. */
  readonly mayHaveCommitted: boolean

  constructor(cause: unknown, mayHaveCommitted = false) {
    super('the database is unavailable', { cause })
    this.mayHaveCommitted = mayHaveCommitted
  }
}

/** The transaction lasted longer than `TRANSACTION_MS`, and was not committed. */
export class TooLate extends Unavailable {
  constructor(cause?: unknown) {
    super(cause ?? new Error(`a transaction lasted longer than ${TRANSACTION_MS} ms`))
  }
}

/** The store cannot use this database server: its version is too old, or a setting does not fit. */
export class TooOld extends Error {}
