import { COMMANDS } from '../../../protocol/commands.ts'
import { SCOPES } from '../../../protocol/entities.ts'
import { isOurs, UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { compose } from '../../compose.ts'
import type { Config } from '../../config.ts'
import { offerAdministrator } from '../../domain/accounts/offer-administrator.ts'
import { dataLocation } from '../../run.ts'
import { openLog } from '../../start.ts'
import { StartUp } from '../../store/migrations/start-up.ts'
import { runCommand } from '../../transports/command.ts'
import { runAppCommand } from '../../transports/management/command.ts'
import type { Link } from './link.ts'

/**
 * The same server without its ports, in this process. Throws while another server uses the database, unless Redis
 * connects them.
 */
export async function composeQuietly(config: Config) {
  const quiet = {
    ...config,
    logLevel: config.logLevel === 'info' ? 'warn' : config.logLevel,
  } as const
  const log = openLog(quiet)
  const app = await compose(quiet, log, new StartUp(log))
  app.ready()
  return app
}

/** Commands on `composeQuietly`. */
export async function openDirectLink(config: Config): Promise<Link> {
  const app = await composeQuietly(config)
  const { services } = app
  const { ports } = services
  const operator = { scopes: new Set(SCOPES) }

  return {
    where: `directly on ${dataLocation(config)}, as the server is down`,
    clientUrl: undefined,
    app: async (name, input) => (await runAppCommand(ports, name, operator, input)).body,
    as: async (id, name, input) => {
      const parsed = UserId.safeParse(id)
      const user =
        parsed.success && !isOurs(parsed.data)
          ? await ports.store.read((reader) => reader.users.get(parsed.data))
          : undefined
      if (user === undefined || user.deletedAt !== undefined)
        throw new Refusal('not_found', `No user has the id ${id}: parlance user list shows all`)
      const caller = { user, endsAt: Number.POSITIVE_INFINITY }
      const sender = COMMANDS[name].asker === 'user' ? { caller } : { caller: undefined }
      return (await runCommand(services, name, sender, input)).body
    },
    administratorLink: () => offerAdministrator(ports.store),
    close: () => app.stop(),
  }
}
