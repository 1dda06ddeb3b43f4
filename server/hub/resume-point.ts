import type { Cursor, Log } from '../../protocol/ids.ts'

/** A time of the store's clock, in ms of the epoch, and its cursor. */
export type CursorTime = { readonly at: number; readonly cursor: Cursor }

/**
 * `positions`: the last seq of each log that the user may receive. `recent`: the last seqs of the logs that
 * changed within the commit window, including those that the user has left.
 */
export type Snapshot = CursorTime & {
  readonly positions: ReadonlyMap<Log, number>
  readonly recent: ReadonlyMap<Log, number>
}

/** Where a subscriber went live. `received`: the last seqs of the logs that changed within the commit window. */
export type LivePosition = CursorTime & { readonly received: ReadonlyMap<Log, number> }

/** Where a client resumes: its cursor, and the last seq that it has received of each log. */
export type ResumePoint = { readonly cursor: string | undefined; readonly received: ReceivedSeqs }
export type ReceivedSeqs = ReadonlyMap<string, number>
