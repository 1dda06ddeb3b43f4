import { COMMANDS, type CommandName } from '../../../protocol/commands.ts'
import type { Caller } from '../../domain/ports.ts'
import { answerCommand } from '../command.ts'
import type { AddressLimits } from '../limits/address-limits.ts'
import type { Services } from '../services.ts'
import { type CommandRunner, type Routes, routesOf } from './routes.ts'

/** The commands of people and apps, by REST. */
export function restRoutes(services: Services, addressLimits: AddressLimits): Routes {
  const desk: CommandRunner<Caller | undefined> = {
    authenticate: async ({ asker, cost }, request, server) => {
      if (asker !== 'anyone') return services.authenticator.request(request)
      services.sites.checkPage(request)
      addressLimits.take(request, server, cost)
      return undefined
    },
    run: (name, caller, input) => answerCommand(services, name as CommandName, caller, input),
  }
  return routesOf(COMMANDS, desk, services)
}
