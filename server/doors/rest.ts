import { COMMANDS, type CommandName } from '../../protocol/commands.ts'
import type { Caller } from '../domain/ports.ts'
import { answerCommand } from './command.ts'
import type { House } from './door.ts'
import { type Desk, type Routes, routesOf } from './routes.ts'
import type { Strangers } from './strangers.ts'

/** The commands of people and apps, by REST. */
export function restRoutes(house: House, strangers: Strangers): Routes {
  const desk: Desk<Caller | undefined> = {
    enter: async ({ asker, cost }, request, server) => {
      if (asker !== 'anyone') return house.callerOf.request(request)
      house.sites.checkPage(request)
      strangers.take(request, server, cost)
      return undefined
    },
    run: (name, caller, input) => answerCommand(house, name as CommandName, caller, input),
  }
  return routesOf(COMMANDS, desk, house)
}
