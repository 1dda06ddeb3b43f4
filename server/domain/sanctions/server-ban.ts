import type { CommandName } from '../../../protocol/commands.ts'
import type { UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Caller, Store } from '../ports.ts'

/** What a user who is banned from the server can still do: read the ban and appeal, sign in and out, and leave. */
const ALLOWED: ReadonlySet<CommandName> = new Set([
  'me.get',
  'sanctions.listMine',
  'sanctions.appeal',
  'accounts.get',
  'accounts.delete',
  'erasures.create',
  'exports.create',
  'exports.list',
  'sessions.list',
  'sessions.delete',
  'sessions.deleteAll',
])

/** The ban of a user from the whole server. `endsAt`: on the monotonic clock. */
export async function serverBanOf(store: Store, user: UserId): Promise<Caller['ban']> {
  const { ban, now } = await store.read(async (reader) => ({
    ban: await reader.sanctions.serverBan(user),
    now: reader.now,
  }))
  return ban && { until: ban.until, endsAt: performance.now() + ban.until - now }
}

/** Refuses `banned`. */
export function requireNotBannedFromServer({ ban }: Caller, command: CommandName): void {
  if (ban === undefined || ban.endsAt <= performance.now() || ALLOWED.has(command)) return
  throw banned(ban.until)
}

/** `until`: in ms of the epoch; infinite without an end. */
function banned(ms: number): Refusal {
  const until = Number.isFinite(ms) ? new Date(ms).toISOString() : undefined
  const detail = `You are banned from this server${until ? ` until ${until}` : ''}: appeal against it (sanctions.appeal), or wait`
  return new Refusal('banned', detail, undefined, { until })
}
