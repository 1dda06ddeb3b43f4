import type { Tables } from '../tables/tables.ts'

/**
 * How a column is written into an export: as it is, as a time, or as the JSON that it contains. `forApp`: only into the
 * exports of the app, because the user may not know it.
 */
export type Written = { readonly as: 'value' | 'time' | 'json'; readonly forApp?: true }
/** Why it is not exported. */
export type Reason = string

/** The rows of a user by a column with the id, in the order of a key that is unique among them. */
export type ByUser = { readonly user: string; readonly key: string; readonly isNumber?: true }
/**
 * The rows in the user's rooms, by the seqs of messages. `owner`: the column of the user, or `message`: the user has sent
 * the message, which has not disappeared.
 */
export type InRooms = { readonly owner: string }

export type ExportedTable<T extends keyof Tables = keyof Tables> = {
  readonly file: string
  readonly source: ByUser | InRooms
  /** Rows that are left out: see `exported-rows.ts`. */
  readonly only?: 'not expired' | 'known sanctions' | 'known acts' | 'rooms of now'
  /** Of each column how it is written, or why it is not. */
  readonly columns: { readonly [C in keyof Tables[T]]: Written | Reason }
}

/** What an export has of every table. */
export type Exported = { readonly [T in keyof Tables]: ExportedTable<T> | Reason }

export const value = { as: 'value' } as const
export const time = { as: 'time' } as const
export const json = { as: 'json' } as const
export const forApp = <W extends Written>(written: W) => ({ ...written, forApp: true }) as const

export const SECRET = 'a secret, or a hash of one'
export const OWN_ID = 'the id of the user'
export const OF_ALL = 'belongs to all members of the room'
export const OF_OTHERS = 'what others did'
export const INNER = 'how the server works: says nothing more of the user'
export const BY_OTHERS = 'others wrote it'
