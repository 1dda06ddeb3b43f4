import { answerJson } from '../answer.ts'
import type { Services } from '../services.ts'

/** A database that answers later than that is of no use to anybody who waits for a send. */
const DATABASE_MS = 2000

type Word = 'ok' | `away: ${string}`

/** For load balancers and supervisors: no token is asked for, and no name or address is told. */
export function healthRoutes(services: Services, version: string) {
  let looking: Promise<Word> | undefined

  /** However many ask, and however long the database takes: it is asked once at a time. */
  function look(): Promise<Word> {
    looking ??= lookOnce(services).finally(() => {
      looking = undefined
    })
    return looking
  }

  const ready = async () => {
    const database = await inTime(look())
    const isReady = database === 'ok'
    return answerJson(isReady ? 200 : 503, {
      status: isReady ? 'ready' : 'not ready',
      database,
      // Told, and no reason to turn anybody away: without it the log is read every second, and every
      // node would go out of service at the same moment.
      bus: services.hub.busState,
      // The port opens after them.
      migrations: 'ok',
    })
  }

  return {
    '/healthz': { GET: async () => answerJson(200, { status: 'ok' }) },
    '/readyz': { GET: ready },
    '/api/health': { GET: async () => answerJson(200, { status: 'ok', version }) },
  }
}

/** The store has logged why; the cause may name hosts and users, and anybody may ask. */
async function lookOnce({ ports: { store }, checkWrites }: Services): Promise<Word> {
  try {
    await store.read((reader) => reader.cursor())
  } catch {
    return 'away: it cannot be reached'
  }
  return checkWrites().then(
    () => 'ok',
    () => 'away: it stores no writes',
  )
}

async function inTime(answer: Promise<Word>): Promise<Word> {
  const late = Promise.withResolvers<Word>()
  const timer = setTimeout(() => late.resolve(`away: no answer in ${DATABASE_MS} ms`), DATABASE_MS)
  return Promise.race([answer, late.promise]).finally(() => clearTimeout(timer))
}
