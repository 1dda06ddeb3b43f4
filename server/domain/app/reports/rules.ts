import { type ReportId, SYSTEM } from '../../../../protocol/ids.ts'
import { Refusal } from '../../../../protocol/refusals.ts'
import type { Reader, StoredReport, Tx } from '../../ports.ts'
import { pendingReport } from '../../reports/rules.ts'

export async function reportById(reader: Reader, id: ReportId): Promise<StoredReport> {
  const stored = await reader.reports.get(id)
  if (stored === undefined) throw new Refusal('not_found', 'No report has this id: check the id')
  return stored
}

/** The same with its room locked, for an answer. Refuses `report_over`. */
export async function pendingById(tx: Tx, id: ReportId): Promise<StoredReport> {
  const { room } = (await reportById(tx, id)).report
  if (room !== undefined) await tx.rooms.standing(room, SYSTEM)
  return pendingReport(tx, id)
}
