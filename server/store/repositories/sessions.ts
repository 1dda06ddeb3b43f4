import type { SessionEnd } from '../../../protocol/entities.ts'
import { logOf, newId, type SessionId, type UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { nearest } from '../../../protocol/visible.ts'
import type {
  Refreshed,
  SessionsRead,
  SessionsWrite,
  SessionUser,
  StoredSession,
  TokenPair,
  Visitor,
} from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import type { SessionRow } from '../tables/account-tables.ts'
import { time, toUser } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'
import { hashOf } from './hash.ts'

const HOUR_MS = 60 * 60 * 1000
const ACCESS_MS = HOUR_MS
/** A session that was not refreshed for so long has expired. */
const SESSION_MS = 90 * 24 * HOUR_MS
/** A client that received no answer repeats a refresh within this time, and gets the same tokens. */
const REPEAT_MS = 10_000
/** Used refresh tokens of a session that are kept, to notice that a copy is used. */
const KEPT_TOKENS = 1000

const toSession = (row: SessionRow): StoredSession => ({
  id: row.id,
  user: row.user,
  createdAt: time(row.created_at),
  usedAt: time(row.used_at),
  address: row.address,
  client: row.client,
})

export class SessionsReader implements SessionsRead {
  constructor(
    protected readonly run: Run,
    private readonly now: number,
  ) {}

  async get(id: SessionId): Promise<StoredSession | undefined> {
    const row = await this.run.first(queries.session, { id })
    return row && toSession(row)
  }

  async list(user: UserId): Promise<readonly StoredSession[]> {
    const rows = await this.run.all(queries.sessionsOf, { user, since: this.now - SESSION_MS })
    return rows.map(toSession)
  }

  async byAccess(token: string): Promise<SessionUser | undefined> {
    const row = await this.run.first(queries.userByAccess, { hash: hashOf(token) })
    return row && { user: toUser(row), session: row.session, until: row.access_until }
  }
}

export class SessionsWriter extends SessionsReader implements SessionsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run, recorder.at)
  }

  async create(user: UserId, pair: TokenPair, from: Visitor) {
    const { at } = this.recorder
    const id = newId<SessionId>('ses', at)
    const row = { id, user, created_at: at, used_at: at, ...placeOf(from), number: 1 }
    await this.recorder.write(queries.insertSession, row)
    return { session: toSession(row), until: await this.#insertTokens(row, pair) }
  }

  async refresh(token: string, next: TokenPair, from: Visitor): Promise<Refreshed> {
    const { at } = this.recorder
    const hash = hashOf(token)
    const unlocked = await this.run.first(queries.refreshToken, { hash })
    if (unlocked === undefined) return { state: 'unknown' }
    const row = await this.#locked(unlocked.session)
    const used = await this.run.first(queries.refreshToken, { hash })
    if (row === undefined || used === undefined) return { state: 'unknown' }
    if (row.used_at <= at - SESSION_MS) return { state: 'expired' }
    if (used.used_at !== null) {
      if (used.used_at < at - REPEAT_MS) return { state: 'reused', session: toSession(row) }
      const issued = await this.run.first(queries.refreshToken, { hash: hashOf(next.refresh) })
      const until = issued?.access_until ?? at
      return { state: 'refreshed', session: toSession(row), until }
    }
    const after = { ...row, used_at: at, ...placeOf(from), number: used.number + 1 }
    await this.recorder.write(queries.setRefreshTokenUsed, { hash, at })
    await this.recorder.write(queries.updateSession, after)
    const until = await this.#insertTokens(after, next)
    const number = after.number - KEPT_TOKENS
    if (number > 0)
      await this.recorder.write(queries.deleteRefreshTokensUpTo, { session: row.id, number })
    return { state: 'refreshed', session: toSession(after), until }
  }

  async end(sessions: readonly StoredSession[], reason: SessionEnd): Promise<void> {
    const keys = sessions.map(({ id }) => ({ id })).sort(byId)
    await this.run.many(queries.lockSession, keys)
    // Of two that end a session at once only the first records the event.
    const rows = await this.run.many(queries.session, keys)
    const found = rows.filter((row) => row !== undefined)
    await this.#delete(found)
    const events = found.map(({ id, user }) => ({
      log: logOf(user),
      columns: { subject: user, actor: user, detail: `${reason} ${id}` },
      payload: { session: id, reason },
    }))
    await this.recorder.recordMany('session.ended', events)
  }

  async endAsGuest(user: UserId): Promise<void> {
    await this.recorder.write(queries.deleteTicketsOfGuest, { user })
    const reason = 'signed_up'
    const columns = { subject: user, actor: user, detail: reason }
    const payload = { session: undefined, reason } as const
    await this.recorder.record(logOf(user), 'session.ended', columns, payload)
  }

  async deleteExpired(limit: number): Promise<boolean> {
    const before = this.recorder.at - SESSION_MS
    const expired = await this.run.all(queries.expiredSessions, { before, limit })
    await this.#delete(expired)
    return expired.length === limit
  }

  async #locked(id: SessionId): Promise<SessionRow | undefined> {
    await this.run.first(queries.lockSession, { id })
    return this.run.first(queries.session, { id })
  }

  async #insertTokens({ id, number }: SessionRow, pair: TokenPair): Promise<number> {
    const { at } = this.recorder
    const access_until = at + ACCESS_MS
    await this.recorder.write(queries.insertRefreshToken, {
      hash: hashOf(pair.refresh),
      session: id,
      number,
      access_hash: hashOf(pair.access),
      access_until,
      created_at: at,
      used_at: null,
    })
    return access_until
  }

  async #delete(sessions: readonly { readonly id: SessionId }[]): Promise<void> {
    await this.recorder.writeMany(
      queries.deleteSession,
      sessions.map(({ id }) => ({ id })),
    )
    await this.recorder.writeMany(
      queries.deleteRefreshTokens,
      sessions.map(({ id: session }) => ({ session })),
    )
  }
}

/** The order of the locks is the same everywhere, which prevents deadlocks. */
const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)

const placeOf = ({ address, agent }: Visitor) => ({
  address,
  client: nearest(agent, LIMITS.clientLength),
})
