import type { Server } from 'bun'
import { type BatchInput, isAppCommand, MANAGEMENT } from '../../../protocol/management.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { AppCaller } from '../../domain/ports.ts'
import { ANSWER_HEADERS, answerJson, answerRefusal, refusalOf } from '../answer.ts'
import { type CommandOutcome, metered, runOp } from '../command.ts'
import { graphqlPage } from '../graphql/transport/page.ts'
import { guard } from '../http/guard.ts'
import { healthRoutes } from '../http/health.ts'
import { withMethods } from '../http/methods.ts'
import { type CommandRunner, routesOf } from '../http/routes.ts'
import type { Sites } from '../http/sites.ts'
import type { Services } from '../services.ts'
import { documentRoutes } from '../web/documents.ts'
import { runBatch } from './batch.ts'
import { checkScope, runAppCommand } from './command.ts'
import { docsRoutes } from './docs.ts'
import { appCallers } from './keys.ts'

/** Beyond what a batch may hold: what is larger is said no to in a way that a client can read. */
const BUN_BODY_BYTES = 32 * 1024 * 1024

export type ManagementOptions = {
  readonly host: string
  readonly port: number
  readonly version: string
  readonly sites: Sites
  /** The operator's own key. */
  readonly key: string | undefined
  /** What Prometheus reads. */
  readonly metrics: () => Promise<string>
  /** What the page for trying operations asks, as one of the users. */
  readonly graphql: (request: Request, server: Server<unknown>) => Promise<Response>
}

/** A port of its own for the app's backend, and for who looks after the server. */
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
  const desk: CommandRunner<AppCaller> = {
    authenticate: async (op, request) => {
      const caller = await callerOf(request)
      checkScope(op, caller)
      return caller
    },
    run: answer,
  }

  const metrics = async () =>
    new Response(await options.metrics(), {
      headers: { ...ANSWER_HEADERS, 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
    })
  const version = async () => answerJson(200, { name: 'parlance', version: options.version })
  const { routes, refusal } = withMethods<Server<unknown>>({
    ...routesOf(MANAGEMENT, desk, services),
    ...healthRoutes(services, options.version),
    ...docsRoutes(options.version),
    ...documentRoutes({ '/openapi.yml': 'management.openapi.yml' }),
    '/metrics': { GET: metrics },
    '/graphiql': { GET: graphqlPage },
    '/graphql': { POST: options.graphql },
    '/version': { GET: version },
  })
  const server = Bun.serve({
    hostname: options.host,
    port: options.port,
    development: false,
    // With `development: false` Bun shares the port unless told not to.
    reusePort: false,
    idleTimeout: 60,
    maxRequestBodySize: BUN_BODY_BYTES,
    routes: guard(routes, options.sites, services),
    fetch: (request, server) => {
      try {
        options.sites.checkHost(request, server)
        const found = refusal(new URL(request.url).pathname)
        if (found !== undefined) return found
        throw new Refusal('not_found', 'There is nothing at this address: check the path')
      } catch (error) {
        return answerRefusal(refusalOf(error, services))
      }
    },
    error: (error) => answerRefusal(refusalOf(error, services)),
  })

  return {
    port: server.port ?? options.port,
    /** Accepts nothing more, and finishes what was begun. */
    stop: async (): Promise<void> => {
      await Promise.race([server.stop(), Bun.sleep(2000)])
      await server.stop(true)
    },
  }
}
