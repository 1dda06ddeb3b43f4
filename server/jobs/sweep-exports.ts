import { LIMITS } from '../../protocol/limits.ts'
import { deleteFiles } from '../domain/exports/rules.ts'
import type { JobCode } from './job.ts'

const RECEIPTS_PER_STRIDE = 200

/** Removes the files of exports whose time is over, and old receipts. */
export const sweepExports: JobCode<'exports.sweep'> = async ({ store, save }) => {
  await store.writeUnannounced((tx) => tx.exports.endOld())
  await deleteFiles(store, save)
  const deleteSome = () =>
    store.writeUnannounced((tx) =>
      tx.exports.deleteReceipts(tx.now - LIMITS.exportReceiptMs, RECEIPTS_PER_STRIDE),
    )
  while (await deleteSome()) await save()
}
