import type { Key } from '../../../../protocol/entities.ts'
import type { KeyId } from '../../../../protocol/ids.ts'
import type { AppInput } from '../../../../protocol/management.ts'

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

/** A key to store: the fields of `keys.create`. */
export type NewKey = AppInput<'keys.create'>
