import type { Log } from '../../../protocol/ids.ts'

/** A log that has events from before a time. `last`: its last seq. */
export type AgedLog = { readonly log: Log; readonly last: number; readonly keep: number }

export interface OldEventsRead {
  /**
   * Looks through some logs in the order of their names, from after one of them on. Returns those with events from
   * before `until`, and the last log that it looked at: undefined if there is none.
   */
  aged(
    after: string,
    until: number,
    limit: number,
  ): Promise<{ readonly logs: readonly AgedLog[]; readonly last: string | undefined }>
}

export interface OldEventsWrite extends OldEventsRead {
  /** Deletes the first events of a log, at most `limit`, that are from before `until`. Returns whether there may be more. */
  deleteUntil(log: AgedLog, until: number, limit: number): Promise<boolean>
}
