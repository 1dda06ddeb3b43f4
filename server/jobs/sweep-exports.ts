import { LIMITS } from '../../protocol/limits.ts'
import { deleteFiles } from '../domain/exports/rules.ts'
import { keptMsOf } from '../domain/retention/rules.ts'
import type { JobCode } from './job.ts'

const RECEIPTS_PER_STRIDE = 200

/** Removes the files of exports whose time is over, and receipts that no replayed event needs any more. */
export const sweepExports: JobCode<'exports.sweep'> = async ({ store, retention, save }) => {
  await store.writeUnannounced((tx) => tx.exports.endOld())
  await deleteFiles(store, save)
  const keptMs = Math.max(LIMITS.exportReceiptMs, keptMsOf(retention))
  const deleteSome = () =>
    store.writeUnannounced((tx) => tx.exports.deleteReceipts(tx.now - keptMs, RECEIPTS_PER_STRIDE))
  while (await deleteSome()) await save()
}
