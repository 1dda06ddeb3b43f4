import type { Cursor, Log } from '../../protocol/ids.ts'

/** A time of the store's clock, in ms, and its cursor. */
export type CursorTime = { readonly at: number; readonly cursor: Cursor }

/** The last seqs of the logs that a user hears, and of all that moved just now, those they left included. */
export type Snapshot = CursorTime & {
  readonly positions: ReadonlyMap<Log, number>
  readonly recent: ReadonlyMap<Log, number>
}

/** From where a subscriber is live: with the moment, the last seq of each log that moved around it. */
export type LivePosition = CursorTime & { readonly received: ReadonlyMap<Log, number> }

/** From where a client comes back: its cursor, and the last seq received of each log. */
export type ResumePoint = { readonly cursor: string | undefined; readonly received: ReceivedSeqs }
export type ReceivedSeqs = ReadonlyMap<string, number>
