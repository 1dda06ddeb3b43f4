import type { Server } from 'bun'
import { type BatchInput, isAppCommand, MANAGEMENT } from '../../../protocol/management.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { AppCaller } from '../../domain/ports.ts'
import { ANSWER_HEADERS, answerJson, answerRefusal, refusalOf } from '../answer.ts'
import { type CommandOutcome, metered, runOp } from '../command.ts'
import { graphqlPage } from '../graphql/transport/page.ts'
import { managementFileRoutes } from '../http/export-files.ts'
import { guard } from '../http/guard.ts'
import { healthRoutes } from '../http/health.ts'
import { withMethods } from '../http/methods.ts'
import { type CommandRunner, routesOf } from '../http/routes.ts'
import type { Sites } from '../http/sites.ts'
import type { Services } from '../services.ts'
import { documentRoutes } from '../web/documents.ts'
import { adminRoutes } from './admin.ts'
import { AuditStreams } from './audit-stream.ts'
import { runBatch } from './batch.ts'
import { checkScope, runAppCommand } from './command.ts'
import { docsRoutes } from './docs.ts'
import { appCallers } from './keys.ts'
import { metrics as metricsOf, type Sources } from './metrics.ts'

/** The most that Bun reads of a body. It is over the limit of a batch, so that the client receives our refusal. */
const BUN_BODY_BYTES = 32 * 1024 * 1024

export type ManagementOptions = {
  readonly host: string
  readonly port: number
  readonly version: string
  readonly sites: Sites
  /** The operator's key, which has every scope. */
  readonly key: string | undefined
  /** What `/metrics` and the page of the operator read. */
  readonly sources: Sources
  /** Runs the operations of the GraphiQL page, with a user's token. */
  readonly graphql: (request: Request, server: Server<unknown>) => Promise<Response>
}

/** Opens the management port, for the app's backend and for operators. */
export function openManagement(services: Services, options: ManagementOptions) {
  const { ports, meter } = services
  const callerOf = appCallers(ports.store, options.key)

  const run = (name: string, caller: AppCaller, input: unknown): Promise<CommandOutcome> =>
    metered(meter, `management ${name}`, () =>
      isAppCommand(name)
        ? runAppCommand(ports, name, caller, input)
        : runOp(MANAGEMENT.batch, input, (batch) =>
            runBatch(services, caller, batch as BatchInput),
          ),
    )
  const answer = async (name: string, caller: AppCaller, input: unknown) => {
    const { status, body } = await run(name, caller, input)
    return { status, text: JSON.stringify(body) }
  }
  const runner: CommandRunner<AppCaller> = {
    authenticate: async (op, request) => {
      const caller = await callerOf(request)
      checkScope(op, caller)
      return caller
    },
    run: answer,
    isTraceTrusted: true,
  }

  const metrics = async () =>
    new Response(await metricsOf(options.sources), {
      headers: { ...ANSWER_HEADERS, 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
    })
  const auditStreams = new AuditStreams(services, callerOf)
  const version = async () => answerJson(200, { name: 'parlance', version: options.version })
  const { routes, refusal } = withMethods<Server<unknown>>({
    ...routesOf(MANAGEMENT, runner, services),
    ...healthRoutes(services, options.version),
    ...docsRoutes(options.version),
    ...adminRoutes(services, callerOf, options.sources),
    ...documentRoutes({ '/openapi.yml': 'management.openapi.yml' }),
    ...managementFileRoutes(services, callerOf),
    '/api/v1/audit/events': { GET: auditStreams.open },
    '/metrics': { GET: metrics },
    '/graphiql': { GET: graphqlPage },
    '/graphql': { POST: options.graphql },
    '/version': { GET: version },
  })
  const server = Bun.serve({
    hostname: options.host,
    port: options.port,
    development: false,
    // With `development: false` Bun shares the port by default.
    reusePort: false,
    idleTimeout: 60,
    maxRequestBodySize: BUN_BODY_BYTES,
    routes: guard(routes, options.sites, services),
    fetch: (request, server) => {
      try {
        options.sites.checkHost(request, server)
        const response = refusal(new URL(request.url).pathname)
        if (response !== undefined) return response
        throw new Refusal('not_found', 'There is nothing at this address: check the path')
      } catch (error) {
        return answerRefusal(refusalOf(error, services))
      }
    },
    error: (error) => answerRefusal(refusalOf(error, services)),
  })

  return {
    port: server.port ?? options.port,
    /** Accepts no more requests, and finishes the running ones for up to 2 s. */
    stop: async (): Promise<void> => {
      auditStreams.stop()
      await Promise.race([server.stop(), Bun.sleep(2000)])
      await server.stop(true)
    },
  }
}
