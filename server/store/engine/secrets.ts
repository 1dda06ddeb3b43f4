import * as queries from '../queries/queries.ts'
import { Conflict, type Database } from './database.ts'

/** A secret that all nodes on this database share. The first node creates it. */
export async function agreedSecret(
  database: Database,
  name: string,
  make: () => string,
): Promise<string> {
  for (;;)
    try {
      return await database.write(async (session) => {
        const stored = await session.first(queries.setting, { name })
        if (stored !== undefined) return stored.value
        const value = make()
        await session.first(queries.insertSetting, { name, value })
        return value
      })
    } catch (error) {
      // Another node has created it at the same moment: the next attempt reads that.
      if (!(error instanceof Conflict)) throw error
    }
}
