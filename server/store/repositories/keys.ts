import { createHash } from 'node:crypto'
import * as z from 'zod'
import { type Key, Scope } from '../../../protocol/entities.ts'
import { type KeyId, newId } from '../../../protocol/ids.ts'
import { allHandled, type Whole } from '../../../protocol/whole.ts'
import type { KeysRead, KeysWrite, NewKey } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { time } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'
import type { KeyRow } from '../tables/tables.ts'

/** How many characters of a key are stored, so that operators can recognise it. */
const PREFIX = 9
const Scopes = z.array(Scope)

/** A key has 256 random bits: it cannot be guessed from a fast hash, and a salt would add nothing. */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url')

const toKey = (row: KeyRow): Whole<Key> => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: Scopes.parse(JSON.parse(row.scopes)),
  createdAt: time(row.created_at),
  lastUsedAt: row.last_used_at === null ? undefined : time(row.last_used_at),
})

export class KeysReader implements KeysRead {
  constructor(protected readonly run: Run) {}

  async find(key: string): Promise<Key | undefined> {
    const row = await this.run.first(queries.keyByHash, { hash: hashOf(key) })
    return row && toKey(row)
  }

  async list(): Promise<readonly Key[]> {
    return (await this.run.all(queries.keys, {})).map(toKey)
  }
}

/** Keys concern the operator only, so no event is recorded. */
export class KeysWriter extends KeysReader implements KeysWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async create(key: string, { name, scopes, ...rest }: NewKey): Promise<Key> {
    allHandled(rest)
    const row = {
      id: newId<KeyId>('key', this.recorder.at),
      hash: hashOf(key),
      prefix: key.slice(0, PREFIX),
      name,
      scopes: JSON.stringify(scopes),
      created_at: this.recorder.at,
    }
    await this.recorder.write(queries.insertKey, row)
    return toKey({ ...row, last_used_at: null })
  }

  async delete(id: KeyId): Promise<void> {
    await this.recorder.write(queries.deleteKey, { id })
  }

  async setUsed(id: KeyId, at: number): Promise<void> {
    await this.recorder.write(queries.setKeyUsed, { id, at })
  }
}
