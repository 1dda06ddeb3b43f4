import { newId, type PasskeyId, type UserId } from '../../../protocol/ids.ts'
import type { NewPasskey, PasskeysRead, PasskeysWrite, StoredPasskey } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import type { PasskeyRow } from '../tables/account-tables.ts'
import { time } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'
import { recordAccountChange } from './account-changes.ts'
import { hashOf } from './hash.ts'

const toPasskey = (row: PasskeyRow): StoredPasskey => ({
  id: row.id,
  user: row.user,
  name: row.name,
  createdAt: time(row.created_at),
  ...(row.used_at !== null && { usedAt: time(row.used_at) }),
  credential: row.credential,
  publicKey: row.public_key,
  counter: row.counter,
  transports: row.transports.split(' ').filter(Boolean),
})

export class PasskeysReader implements PasskeysRead {
  constructor(protected readonly run: Run) {}

  async get(id: PasskeyId): Promise<StoredPasskey | undefined> {
    const row = await this.run.first(queries.passkey, { id })
    return row && toPasskey(row)
  }

  async byCredential(credential: string): Promise<StoredPasskey | undefined> {
    const row = await this.run.first(queries.passkeyByCredential, { hash: hashOf(credential) })
    return row && toPasskey(row)
  }

  async list(user: UserId): Promise<readonly StoredPasskey[]> {
    return (await this.run.all(queries.passkeysOf, { user })).map(toPasskey)
  }
}

export class PasskeysWriter extends PasskeysReader implements PasskeysWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async create(user: UserId, passkey: NewPasskey, name: string): Promise<StoredPasskey> {
    const { credential, publicKey, counter, transports } = passkey
    const row = {
      id: newId<PasskeyId>('pky', this.recorder.at),
      hash: hashOf(credential),
      credential,
      user,
      public_key: publicKey,
      counter,
      transports: transports.join(' '),
      name,
      created_at: this.recorder.at,
      used_at: null,
    }
    await this.recorder.write(queries.insertPasskey, row)
    await recordAccountChange(this.recorder, user, 'passkey_created')
    return toPasskey(row)
  }

  async use(id: PasskeyId, counter: number): Promise<void> {
    await this.recorder.write(queries.usePasskey, { id, counter, used_at: this.recorder.at })
  }

  async delete({ id, user }: StoredPasskey): Promise<void> {
    await this.recorder.write(queries.deletePasskey, { id })
    await recordAccountChange(this.recorder, user, 'passkey_deleted')
  }

  async challenge(challenge: string, user: UserId | undefined, until: number): Promise<void> {
    if (user !== undefined) await this.recorder.write(queries.deleteChallengesOf, { user })
    const row = { hash: hashOf(challenge), user: user ?? null, until }
    await this.recorder.write(queries.insertChallenge, row)
  }

  async takeChallenge(challenge: string, user: UserId | undefined): Promise<boolean> {
    const hash = hashOf(challenge)
    await this.run.first(queries.lockChallenge, { hash })
    const row = await this.run.first(queries.challenge, { hash })
    if (row === undefined || row.user !== (user ?? null)) return false
    await this.recorder.write(queries.deleteChallenge, { hash })
    return row.until > this.recorder.at
  }

  async deleteExpired(limit: number): Promise<boolean> {
    const now = this.recorder.at
    const last = await this.run.first(queries.expiredChallenge, { now, skipped: limit - 1 })
    await this.recorder.write(queries.deleteChallengesUntil, { until: last?.until ?? now })
    return last !== undefined
  }
}
