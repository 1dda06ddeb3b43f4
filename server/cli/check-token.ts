import { Refusal } from '../../protocol/refusals.ts'
import { machineClock, Tokens } from '../adapters/tokens.ts'
import type { Config } from '../config.ts'
import { readSecrets } from '../settings/secrets.ts'

/** Why the server of these settings does not accept a token; undefined if it does. No user is created by this. */
export async function checkToken(config: Config, token: string): Promise<string | undefined> {
  const stored = config.databaseUrl === '' ? readSecrets(config.data) : undefined
  const [jwtSecret, ownSecret] = [
    config.jwtSecret ?? stored?.jwtSecret,
    config.secret ?? stored?.secret,
  ]
  if (jwtSecret === undefined || ownSecret === undefined)
    return 'PARLANCE_JWT_SECRET and PARLANCE_SECRET: the secrets are in the database, so set both to check a token here'
  const tokens = new Tokens({
    appSecrets: [jwtSecret, config.jwtSecretPrevious].filter((secret) => secret !== undefined),
    appIssuer: config.jwtIssuer,
    appAudience: config.jwtAudience,
    roleClaim: config.jwtRoleClaim,
    ownSecret,
    now: machineClock,
  })
  try {
    await tokens.verify(token)
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}
