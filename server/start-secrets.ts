import type { Config } from './config.ts'
import { randomSecret, storedSecrets } from './settings/secrets.ts'
import type { Database } from './store/engine/database.ts'
import { agreedSecret } from './store/engine/secrets.ts'
import * as queries from './store/queries/queries.ts'

/** The first start generates the secrets that are not set, in the data folder or for all nodes of a database. */
export async function secretsOf(config: Config, database: Database) {
  const sharedSecret = (name: string) => agreedSecret(database, name, randomSecret)
  const stored = config.databaseUrl === '' ? storedSecrets(config.data) : undefined
  return {
    jwtSecret: config.jwtSecret ?? stored?.jwtSecret ?? (await sharedSecret('jwt-secret')),
    secret: config.secret ?? stored?.secret ?? (await sharedSecret('secret')),
    // Cursors of an epoch are refused in the next one: a restored database has fewer events than its clients received.
    epoch: await database.read(
      async (session) => (await session.first(queries.setting, { name: 'epoch' }))?.value,
    ),
    // Not generated for a database server: the operator could not read it there.
    apiKey: config.apiKey ?? stored?.apiKey,
  }
}
