import type { Key } from '../../../../protocol/entities.ts'
import type { KeyId } from '../../../../protocol/ids.ts'

export interface KeysRead {
  find(key: string): Promise<Key | undefined>
  list(): Promise<readonly Key[]>
}

export interface KeysWrite extends KeysRead {
  /** Stores the hash of the key, not the key. */
  create(key: string, about: NewKey): Promise<Key>
  delete(id: KeyId): Promise<void>
  setUsed(id: KeyId, at: number): Promise<void>
}

export type NewKey = Pick<Key, 'name' | 'scopes'>
