import type { Retention, Tx } from '../domain/ports.ts'
import type { JobRun } from './job.ts'

/** Rows that one transaction deletes: it takes some 10 ms. */
const STRIDE = 200

/** Deletes rows that have expired, in strides. `deleteExpired` returns whether there can be more. */
export const sweep =
  (deleteExpired: (tx: Tx, limit: number, retention: Retention) => Promise<boolean>) =>
  async ({ store, retention, save }: JobRun): Promise<void> => {
    while (await store.writeUnannounced((tx) => deleteExpired(tx, STRIDE, retention))) await save()
  }
