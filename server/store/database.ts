import type { Run } from './statement.ts'

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
  readonly settleMs: number
  /**
   * Which writes share a commit: any, one after another (it is as near as the next line); or those
   * that only add, all taking the same step at once (it is a round trip away).
   */
  readonly shares: 'in turn' | 'in step'
  /** What the operator has set that weakens a promise, in words. */
  readonly warnings: readonly string[]
  /**
   * Commits what `work` did when it resolves, rolls it back when it rejects. Rejects with `Again`
   * where the same may succeed now, and with `Away` where the database cannot be reached.
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
export class Again extends Error {}

/** The database cannot be reached, or had to give up. */
export class Away extends Error {
  /** The connection broke while it was committing: nobody knows yet whether it did. */
  readonly mayHaveCommitted: boolean

  constructor(cause: unknown, mayHaveCommitted = false) {
    super('the database is away', { cause })
    this.mayHaveCommitted = mayHaveCommitted
  }
}

/** The server is of a version that lacks what a store needs. */
export class TooOld extends Error {}
