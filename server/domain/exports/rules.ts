import type { Export } from '../../../protocol/entities.ts'
import { type ExportId, SYSTEM } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Store, Tx } from '../ports.ts'
import type { Outcome } from '../use-case.ts'

type Wanted = Pick<Export, 'user' | 'requestedBy'>

const DAY_MS = 24 * 60 * 60 * 1000
/** Parts that one transaction deletes: at most some 3 MB. */
const PARTS_PER_STRIDE = 10

/** Lets the background job run, or run once more. */
export const addExport = (tx: Tx, id: ExportId): Promise<void> =>
  tx.jobs.add('users.export', { export: id }, { uniqueKey: `users.export:${id}` })

/** A legal hold stops what the user asks for. The app exports the data for the legal matter. */
export const isStopped = async (tx: Tx, { user, requestedBy }: Wanted): Promise<boolean> =>
  requestedBy === 'user' && (await tx.legalHolds.isHeld({ user }))

/**
 * Begins the export of a user; under a legal hold it waits. Repeated while it runs or waits, it answers the same export.
 * Refuses `not_found`, `forbidden` and `quota_reached`.
 */
export async function beginExport(tx: Tx, wanted: Wanted): Promise<Outcome<Export>> {
  const { user, requestedBy } = wanted
  if (user === SYSTEM)
    throw new Refusal('forbidden', 'The system user has no data of its own: name another user')
  // The lock lets one export of a user begin at a time.
  const found = await tx.users.lock(user)
  if (found === undefined || found.deletedAt !== undefined)
    throw new Refusal('not_found', 'No user has this id, or the user was deleted: check the id')
  const [latest] = (await tx.exports.list({ ...wanted, limit: 1 })).items
  const current = latest?.state === 'waiting' || latest?.state === 'running' ? latest : undefined
  if (current !== undefined) {
    // A job that has failed runs again.
    await addExport(tx, current.id)
    return { made: false, value: current }
  }
  if ((await tx.exports.count(wanted, tx.now - DAY_MS)) >= LIMITS.exportsPerDay)
    throw new Refusal(
      'quota_reached',
      `A user has at most ${LIMITS.exportsPerDay} exports in 24 hours: use the last one, or try again later`,
      undefined,
      { retryAfter: DAY_MS / 1000 },
    )
  if (await tx.exports.end(user, requestedBy)) await addDeletion(tx)
  const state = (await isStopped(tx, wanted)) ? 'waiting' : 'running'
  const made = await tx.exports.create({ ...wanted, state })
  await addExport(tx, made.id)
  return { made: true, value: made }
}

/** Lets a job delete the files of exports that are over. */
export const addDeletion = (tx: Tx): Promise<void> =>
  tx.jobs.add('exports.deleteFiles', {}, { uniqueKey: 'exports.deleteFiles' })

/** Deletes the files of exports that are over, in strides. */
export async function deleteFiles(store: Store, save: () => Promise<void>): Promise<void> {
  while (await store.writeUnannounced((tx) => tx.exports.deleteParts(PARTS_PER_STRIDE)))
    await save()
}
