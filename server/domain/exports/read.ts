import type { Export } from '../../../protocol/entities.ts'
import type { ExportId, UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { requireNotHeld } from '../legal-holds/rules.ts'
import type { ExportPart, Store } from '../ports.ts'

/**
 * The export whose file a user reads, or the app if `user` is undefined. Refuses `not_found`, `export_unfinished`,
 * `export_over` and `legal_hold`.
 */
export const readableExport = (
  store: Store,
  id: ExportId,
  user: UserId | undefined,
): Promise<Export> =>
  store.read(async (reader) => {
    const found = await reader.exports.get(id)
    if (
      found === undefined ||
      (user !== undefined && (found.user !== user || found.requestedBy !== 'user'))
    )
      throw new Refusal('not_found', 'No export has this id: check the id')
    if (found.state === 'over') throw new Refusal('export_over')
    if (found.state !== 'ready') throw new Refusal('export_unfinished')
    if (user !== undefined) await requireNotHeld(reader, { user })
    return found
  })

/** Undefined at the end, or when the file was removed: the file has as many parts as its last one says. */
export const readPart = (
  store: Store,
  id: ExportId,
  number: number,
): Promise<ExportPart | undefined> => store.read((reader) => reader.exports.part(id, number))
