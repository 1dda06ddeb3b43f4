import type { Tx } from '../domain/ports.ts'
import type { JobRun } from './job.ts'

/** Rows that one transaction deletes: it takes some 10 ms. */
const STRIDE = 200

/** Deletes rows that have expired, in strides. `deleteExpired` returns whether there can be more. */
export const sweep =
  (deleteExpired: (tx: Tx, limit: number) => Promise<boolean>) =>
  async ({ store, save }: JobRun): Promise<void> => {
    while (await store.writeUnannounced((tx) => deleteExpired(tx, STRIDE))) await save()
  }
