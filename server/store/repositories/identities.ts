import { type IdentityId, logOf, newId, type UserId } from '../../../protocol/ids.ts'
import type { IdentitiesRead, IdentitiesWrite, StoredIdentity } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import type { IdentityRow } from '../tables/account-tables.ts'
import { time } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'
import { hashOf } from './hash.ts'

/** The two are one text: no other pair of an issuer and a subject has the same. */
const keyOf = (issuer: string, subject: string): string => hashOf(JSON.stringify([issuer, subject]))

const toIdentity = (row: IdentityRow): StoredIdentity => ({
  id: row.id,
  user: row.user,
  issuer: row.issuer,
  subject: row.subject,
  createdAt: time(row.created_at),
  usedAt: time(row.used_at),
})

export class IdentitiesReader implements IdentitiesRead {
  constructor(protected readonly run: Run) {}

  async get(id: IdentityId): Promise<StoredIdentity | undefined> {
    const row = await this.run.first(queries.identity, { id })
    return row && toIdentity(row)
  }

  async list(user: UserId): Promise<readonly StoredIdentity[]> {
    return (await this.run.all(queries.identitiesOf, { user })).map(toIdentity)
  }

  async bySubject(issuer: string, subject: string): Promise<StoredIdentity | undefined> {
    const row = await this.run.first(queries.identityByKey, { key: keyOf(issuer, subject) })
    return row && toIdentity(row)
  }
}

export class IdentitiesWriter extends IdentitiesReader implements IdentitiesWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async create(user: UserId, issuer: string, subject: string): Promise<StoredIdentity> {
    const { at } = this.recorder
    const id = newId<IdentityId>('idn', at)
    const key = keyOf(issuer, subject)
    const row = { id, key, user, issuer, subject, created_at: at, used_at: at }
    await this.recorder.write(queries.insertIdentity, row)
    await this.#record('identity.created', row)
    return toIdentity(row)
  }

  async use({ id }: StoredIdentity): Promise<void> {
    await this.recorder.write(queries.setIdentityUsed, { id, at: this.recorder.at })
  }

  async delete({ id, user }: StoredIdentity): Promise<void> {
    await this.recorder.write(queries.deleteIdentity, { id })
    await this.#record('identity.deleted', { id, user })
  }

  async #record(
    type: 'identity.created' | 'identity.deleted',
    { id, user }: Pick<IdentityRow, 'id' | 'user'>,
  ): Promise<void> {
    const columns = { subject: user, actor: user, detail: id }
    await this.recorder.record(logOf(user), type, columns, { identity: id })
  }
}
