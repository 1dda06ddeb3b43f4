import type { Cursor, Log } from '../../protocol/ids.ts'

/** A time of the store's clock, in ms, and its cursor. */
export type Moment = { readonly at: number; readonly cursor: Cursor }

/** The last seqs of the logs that a user hears, and of all that moved just now, those they left included. */
export type Snapshot = Moment & {
  readonly positions: ReadonlyMap<Log, number>
  readonly recent: ReadonlyMap<Log, number>
}

/** From where a wire is live: with the moment, the last seq of each log that moved around it. */
export type Live = Moment & { readonly heard: ReadonlyMap<Log, number> }

/** From where a client comes back: its cursor, and the last seq heard of each log. */
export type Since = { readonly cursor: string | undefined; readonly heard: Heard }
export type Heard = ReadonlyMap<string, number>
