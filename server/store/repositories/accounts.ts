import type { UserId } from '../../../protocol/ids.ts'
import { foldHandle } from '../../../protocol/profile.ts'
import type {
  AccountsRead,
  AccountsWrite,
  AttemptsWrite,
  StoredAccount,
} from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { time, toUser } from '../tables/rows.ts'
import type { Query, Run } from '../tables/statement.ts'
import { recordAccountChange } from './account-changes.ts'
import { hashOf } from './hash.ts'

export class AccountsReader implements AccountsRead {
  constructor(protected readonly run: Run) {}

  async get(user: UserId): Promise<StoredAccount | undefined> {
    return toAccount(await this.run.first(queries.account, { user }))
  }

  async byLogin(login: string): Promise<StoredAccount | undefined> {
    // No handle has an @.
    const row = login.includes('@')
      ? await this.run.first(queries.accountByEmail, { email: login })
      : await this.run.first(queries.accountByHandle, { key: foldHandle(login), handle: login })
    return toAccount(row)
  }

  async previousEmail(user: UserId): Promise<string | undefined> {
    return (await this.run.first(queries.previousEmail, { user }))?.previous_email ?? undefined
  }
}

type Row = typeof queries.account extends Query<infer _, infer R> ? R : never

function toAccount(row: Row | undefined): StoredAccount | undefined {
  if (row === undefined) return undefined
  const { email, verified_email } = row
  return {
    user: toUser(row),
    createdAt: time(row.account_at),
    ...(row.password_at !== null && { passwordChangedAt: time(row.password_at) }),
    ...(email !== null && { email, emailVerified: email === verified_email }),
    password: row.password ?? undefined,
  }
}

export class AccountsWriter extends AccountsReader implements AccountsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async create(user: UserId, password: string | undefined): Promise<void> {
    const { at } = this.recorder
    const password_at = password === undefined ? null : at
    await this.recorder.write(queries.insertAccount, {
      user,
      password: password ?? null,
      password_at,
      created_at: at,
      email: null,
      verified_email: null,
      previous_email: null,
    })
  }

  async lock(user: UserId): Promise<StoredAccount | undefined> {
    await this.run.first(queries.lockAccount, { user })
    return this.get(user)
  }

  async setPassword(user: UserId, password: string): Promise<void> {
    const password_at = this.recorder.at
    await this.recorder.write(queries.setPassword, { user, password, password_at })
    await recordAccountChange(this.recorder, user, 'password_changed')
  }

  async setEmail({ user, ...before }: StoredAccount, email: string | undefined): Promise<void> {
    const { id } = user
    const previous = before.emailVerified ? before.email : await this.previousEmail(id)
    const row = { user: id, email: email ?? null, previous_email: previous ?? null }
    await this.recorder.write(queries.setEmail, row)
  }

  async verifyEmail(user: UserId, email: string): Promise<void> {
    await this.recorder.write(queries.setVerifiedEmail, { user, email })
  }

  async clearPreviousEmail(user: UserId, email: string): Promise<void> {
    await this.recorder.write(queries.clearPreviousEmail, { user, email })
  }

  async makePerson(id: UserId): Promise<boolean> {
    await this.run.first(queries.lockUser, { id })
    const user = await this.run.first(queries.user, { id })
    if (user?.kind !== 'guest' || user.deleted_at !== null) return false
    await this.recorder.write(queries.makePerson, { id })
    return true
  }
}

/** Attempts before a login has to wait, and the longest wait: enough to stop guessing, too short to lock a user out. */
const FREE_ATTEMPTS = 5
const MAX_WAIT_S = 60
/** How long failures count, in ms. */
const FORGET_MS = 60 * 60 * 1000

export class AttemptsWriter implements AttemptsWrite {
  constructor(
    private readonly run: Run,
    private readonly recorder: EventRecorder,
  ) {}

  async begin(name: string, longestS = MAX_WAIT_S): Promise<number | undefined> {
    const { at } = this.recorder
    const login = hashOf(name)
    await this.recorder.write(queries.lockAttempts, { login, failures: 0, at })
    const row = await this.run.first(queries.attempts, { login })
    const before = row === undefined || row.at < at - FORGET_MS ? 0 : row.failures
    // An attempt at the same moment may have a later time: without a wait it is none.
    const wait = waitAfter(before, longestS)
    const until = (row?.at ?? at) + wait
    if (wait > 0 && until > at) return until
    await this.recorder.write(queries.setAttempts, { login, failures: before + 1, at })
    return undefined
  }

  async succeed(name: string): Promise<void> {
    await this.recorder.write(queries.deleteAttempts, { login: hashOf(name) })
  }

  async deleteOld(limit: number): Promise<boolean> {
    const until = this.recorder.at - FORGET_MS - 1
    const last = await this.run.first(queries.oldAttempt, { until, skipped: limit - 1 })
    await this.recorder.write(queries.deleteAttemptsUntil, { until: last?.at ?? until })
    return last !== undefined
  }
}

/** In ms: nothing at first, then 2, 4, 8 … seconds. */
const waitAfter = (failures: number, longestS: number): number =>
  failures < FREE_ATTEMPTS ? 0 : Math.min(longestS, 2 ** (failures - FREE_ATTEMPTS + 1)) * 1000
