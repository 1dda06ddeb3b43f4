import { answerJson } from '../answer.ts'
import type { Services } from '../services.ts'

/** A database that takes longer to answer, in ms, is too slow for clients that wait for a send. */
const DATABASE_MS = 2000

type DatabaseState = 'ok' | `unavailable: ${string}`

/** Whether the node can take new work, and the state of what it needs. */
export type Readiness = {
  readonly status: 'ready' | 'not ready'
  readonly database: DatabaseState
  readonly bus: string
  readonly migrations: 'ok'
}

/** For load balancers and supervisors. They need no token, so the answers contain no names or addresses. */
export function healthRoutes(services: Services, version: string) {
  const readiness = readinessOf(services)
  const ready = async () => {
    const found = await readiness()
    return answerJson(found.status === 'ready' ? 200 : 503, found)
  }
  return {
    '/healthz': { GET: async () => answerJson(200, { status: 'ok' }) },
    '/readyz': { GET: ready },
    '/api/health': { GET: async () => answerJson(200, { status: 'ok', version }) },
  }
}

/** The answers contain no names or addresses. */
export function readinessOf(services: Services): () => Promise<Readiness> {
  let running: Promise<DatabaseState> | undefined

  /** Concurrent requests share one check, however long the database takes. */
  function checkDatabase(): Promise<DatabaseState> {
    running ??= databaseState(services).finally(() => {
      running = undefined
    })
    return running
  }

  return async () => {
    const database = await withTimeout(checkDatabase())
    return {
      status: database === 'ok' ? 'ready' : 'not ready',
      database,
      // The node stays ready without the bus: it then reads the log every second. Otherwise all nodes would go
      // out of service at the same time.
      bus: services.hub.busState,
      // The port opens after the migrations.
      migrations: 'ok',
    }
  }
}

/** The store logs the cause. It is not in the answer, because it can name hosts and users. */
async function databaseState({ ports: { store }, checkWrites }: Services): Promise<DatabaseState> {
  try {
    await store.read((reader) => reader.cursor())
  } catch {
    return 'unavailable: it cannot be reached'
  }
  return checkWrites().then(
    () => 'ok',
    () => 'unavailable: it stores no writes',
  )
}

async function withTimeout(state: Promise<DatabaseState>): Promise<DatabaseState> {
  const late = Promise.withResolvers<DatabaseState>()
  const timer = setTimeout(
    () => late.resolve(`unavailable: no answer in ${DATABASE_MS} ms`),
    DATABASE_MS,
  )
  return Promise.race([state, late.promise]).finally(() => clearTimeout(timer))
}
