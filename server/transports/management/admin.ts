import { createHash } from 'node:crypto'
import type { Scope } from '../../../protocol/entities.ts'
import type { AppCommandName, AppInput, AppOutput } from '../../../protocol/management.ts'
import { REFUSALS, Refusal } from '../../../protocol/refusals.ts'
import type { AppCaller } from '../../domain/ports.ts'
import { ANSWER_HEADERS, refusalOf } from '../answer.ts'
import { readinessOf } from '../http/health.ts'
import type { Services } from '../services.ts'
import { ADMIN_STYLE, type Part, renderAdmin } from './admin-page.ts'
import { requireScope, runAppCommand } from './command.ts'
import { type AppCallerOf, fromBasic } from './keys.ts'
import type { Sources } from './metrics.ts'

/** Rows of a list: the page is a glance, and the commands have the whole. */
const ROWS = 10

/** The page may use only its own style, and loads and sends nothing. */
const CSP = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(ADMIN_STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
const HEADERS = {
  ...ANSWER_HEADERS,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': CSP,
}

/**
 * `GET /admin`: the state of the server for people. A browser asks for the key by HTTP Basic, and no other route accepts
 * Basic, so that no page of another site can act with it. Each part needs the scope of the command that has its data.
 */
export function adminRoutes(services: Services, callerOf: AppCallerOf, sources: Sources) {
  const readiness = readinessOf(services)
  const page = async (request: Request) => {
    try {
      const caller = await callerOf(fromBasic(request))
      const parts = await Promise.all([
        healthPart(sources, readiness),
        connectionsPart(sources),
        backupsPart(sources),
        allowed('jobs', caller, 'Jobs', () => jobsPart(services, caller, sources)),
        allowed('rooms:read', caller, 'Rooms', () => roomsPart(services, caller)),
        allowed('moderation:read', caller, 'Reports', () => reportsPart(services, caller)),
      ])
      return new Response(renderAdmin(sources.version, parts), { headers: HEADERS })
    } catch (error) {
      return answerProblem(refusalOf(error, services))
    }
  }
  return { '/admin': { GET: page } }
}

function answerProblem({ code, message }: Refusal): Response {
  const { status } = REFUSALS[code]
  const title = status === 401 ? 'An API key is required' : 'The page cannot be shown'
  const says =
    status === 401
      ? 'Enter an API key as the password; the user name can be anything. The first key is apiKey in data/secrets.json, or PARLANCE_API_KEY.'
      : message
  const challenge = { 'www-authenticate': 'Basic realm="Parlance, API key", charset="UTF-8"' }
  const headers = status === 401 ? { ...HEADERS, ...challenge } : HEADERS
  return new Response(renderAdmin('', [{ title, rows: [], says }]), { status, headers })
}

/** A part says what is missing for it: a scope, or the database. */
async function allowed(
  scope: Scope,
  caller: AppCaller,
  title: string,
  part: () => Promise<Part>,
): Promise<Part> {
  try {
    requireScope(scope, caller)
    return await part()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { title, rows: [], says: error.message }
  }
}

/** Runs a command of the management port as the caller. */
async function ask<N extends AppCommandName>(
  { ports }: Services,
  caller: AppCaller,
  name: N,
  input: Partial<AppInput<N>>,
): Promise<AppOutput<N>> {
  // The output of a use-case is that of its command.
  return (await runAppCommand(ports, name, caller, input)).body as AppOutput<N>
}

async function healthPart(
  { queues, meter }: Sources,
  readiness: ReturnType<typeof readinessOf>,
): Promise<Part> {
  const { status, database, bus } = await readiness()
  const rows = [
    ['state', status],
    ['database', database],
    ['bus between nodes', bus === 'none' ? 'none: one node' : bus],
    ['running for', durationText(process.uptime())],
    ['memory', `${Math.round(process.memoryUsage().rss / 1024 ** 2)} MB`],
    ...Object.entries(queues()).map(([name, n]) => [`waiting: ${name}`, n] as const),
    ['unexpected errors', meter.refused.get('internal') ?? 0],
  ] as const
  return { title: 'Health', rows }
}

async function connectionsPart({ connections, limited }: Sources): Promise<Part> {
  return {
    title: 'Connections',
    says: 'Of this node.',
    rows: [
      ...Object.entries(connections()),
      ...Object.entries(limited()).map(([name, n]) => [`refused: ${name}`, n] as const),
    ],
  }
}

async function backupsPart({ backups }: Sources): Promise<Part> {
  const found = await backups()
  if (found === undefined)
    return {
      title: 'Backups',
      says: 'This node writes none: set PARLANCE_BACKUP_FOLDER.',
      rows: [],
    }
  const { last, everySeconds } = found
  return {
    title: 'Backups',
    says: 'The job backups.write writes them.',
    rows: [
      ['latest', last === undefined ? 'none yet' : new Date(last).toISOString()],
      ['one is due every', durationText(everySeconds)],
    ],
  }
}

async function jobsPart(services: Services, caller: AppCaller, sources: Sources): Promise<Part> {
  const counts = (await sources.jobs()).filter(({ count }) => count > 0)
  const input = { state: 'parked', limit: ROWS } as const
  const { jobs } = await ask(services, caller, 'jobs.list', input)
  return {
    title: 'Jobs',
    says: jobs.length === 0 ? 'No job has failed for good.' : undefined,
    rows: counts.map(({ kind, state, count }) => [`${kind}, ${state}`, count]),
    list: {
      columns: ['parked job', 'kind', 'last error'],
      rows: jobs.map(({ id, kind, lastError }) => [id, kind, lastError ?? '']),
    },
  }
}

async function roomsPart(services: Services, caller: AppCaller): Promise<Part> {
  const { rooms } = await ask(services, caller, 'rooms.list', { limit: ROWS })
  const counts = caller.scopes.has('statistics')
    ? await ask(services, caller, 'statistics.get', {})
    : undefined
  return {
    title: 'Rooms',
    says: `The latest ${rooms.length} rooms.`,
    rows:
      counts === undefined
        ? []
        : [
            ...Object.entries(counts.users).map(([kind, n]) => [`users: ${kind}`, n] as const),
            ...Object.entries(counts.rooms).map(([type, n]) => [`rooms: ${type}`, n] as const),
            ['messages of 24 hours', counts.messagesOfDay],
          ],
    list: {
      columns: ['room', 'type', 'members', 'events'],
      rows: rooms.map(({ id, name, type, memberCount, seq }) => {
        return [name ?? id, type, memberCount, seq]
      }),
    },
  }
}

async function reportsPart(services: Services, caller: AppCaller): Promise<Part> {
  const { reports, next } = await ask(services, caller, 'reports.list', { limit: ROWS })
  return {
    title: 'Reports',
    says: `${reports.length}${next === undefined ? '' : ' and more'} are open.`,
    rows: [],
    list: {
      columns: ['report', 'reason', 'reporters', 'since'],
      rows: reports.map(({ id, reason, reporters, createdAt }) => {
        return [id, reason, reporters, createdAt]
      }),
    },
  }
}

function durationText(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  if (hours >= 48) return `${Math.floor(hours / 24)} days`
  return hours > 0
    ? `${hours} h ${Math.floor((seconds % 3600) / 60)} min`
    : `${Math.floor(seconds / 60)} min`
}
