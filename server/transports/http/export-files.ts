import type { Server } from 'bun'
import type { Export } from '../../../protocol/entities.ts'
import { ExportId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { readableExport } from '../../domain/exports/read.ts'
import type { Store } from '../../domain/ports.ts'
import { requireNotBannedFromServer } from '../../domain/sanctions/server-ban.ts'
import { answerRefusal, refusalOf } from '../answer.ts'
import type { AddressLimits } from '../limits/address-limits.ts'
import { requireScope } from '../management/command.ts'
import type { AppCallerOf } from '../management/keys.ts'
import type { Services } from '../services.ts'
import type { Routes } from './cors.ts'

/** The price of a download, in commands. */
const COST = 20

/** The file of an export, for its user: with a token, a cookie or a ticket. It counts as a connection while it is read. */
export function exportFileRoutes(
  services: Services,
  addressLimits: AddressLimits,
): Routes<Server<never>> {
  const { authenticator, rateLimiter, ports } = services
  const open = async (request: Request, server: Server<never>): Promise<Response> => {
    const slot = addressLimits.open(request, server)
    try {
      const caller = await authenticator.connection(request)
      if (caller === undefined) throw new Refusal('unauthenticated')
      const { id } = caller.user
      rateLimiter.take(id, COST)
      requireNotBannedFromServer(caller, 'exports.list')
      slot.enter(id)
      const found = await readableExport(ports.store, exportIn(request), id)
      return await zipOf(ports.store, found, () => slot.close())
    } catch (error) {
      slot.close()
      throw error
    }
  }
  return { '/api/v1/me/exports/:export/file': { GET: answering(services, open) } }
}

/** The same for the app, on the management port. */
export function managementFileRoutes(
  services: Services,
  callerOf: AppCallerOf,
): Routes<Server<unknown>> {
  const { store } = services.ports
  const open = async (request: Request): Promise<Response> => {
    requireScope('data:read', await callerOf(request))
    const found = await readableExport(store, exportIn(request), undefined)
    return zipOf(store, found, () => undefined)
  }
  return { '/api/v1/exports/:export/file': { GET: answering(services, open) } }
}

/** The code of ZIP files is loaded when the first one is read. */
async function zipOf(store: Store, of: Export, onEnd: () => void): Promise<Response> {
  const { zipResponse } = await import('./export-zip.ts')
  return zipResponse(store, of, onEnd)
}

const answering =
  <S>(services: Services, open: (request: Request, server: S) => Promise<Response>) =>
  (request: Request, server: S): Promise<Response> =>
    open(request, server).catch((error) => answerRefusal(refusalOf(error, services)))

/** Refuses `invalid_input`. */
function exportIn(request: Request): ExportId {
  const id = ExportId.safeParse(new URL(request.url).pathname.split('/').at(-2))
  if (id.success) return id.data
  throw new Refusal('invalid_input', 'export must be the id of an export', {
    export: 'must be the id of an export',
  })
}
