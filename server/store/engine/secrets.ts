import * as queries from '../queries/queries.ts'
import { Conflict, type Database } from './database.ts'

/** A secret that all nodes on this database share: the first makes it. */
export async function agreedSecret(
  database: Database,
  name: string,
  make: () => string,
): Promise<string> {
  for (;;)
    try {
      return await database.write(async (session) => {
        const kept = await session.first(queries.setting, { name })
        if (kept !== undefined) return kept.value
        const value = make()
        await session.first(queries.insertSetting, { name, value })
        return value
      })
    } catch (error) {
      // Another node was first.
      if (!(error instanceof Conflict)) throw error
    }
}
