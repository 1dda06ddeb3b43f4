import type { Account } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'

/** Hashes passwords outside of any transaction: one takes some 30 ms of another thread. */
export interface Passwords {
  /** Refuses `unavailable` if too many others wait. */
  hash(password: string): Promise<string>
  /** Does the same work without a hash, and is then false. Refuses `unavailable` if too many others wait. */
  verify(password: string, hash: string | undefined): Promise<boolean>
}

/** `password`: the hash. */
export type StoredAccount = Account & { readonly password: string | undefined }

export interface AccountsRead {
  get(user: UserId): Promise<StoredAccount | undefined>
  /** The account of a handle or a verified e-mail address, which the caller has normalised. */
  byLogin(login: string): Promise<StoredAccount | undefined>
  /** The address from which the user has changed, until a mail to it was sent. */
  previousEmail(user: UserId): Promise<string | undefined>
}

export interface AccountsWrite extends AccountsRead {
  create(user: UserId, password: string | undefined): Promise<void>
  /** Locks the account, so that two changes of one password cannot both succeed. */
  lock(user: UserId): Promise<StoredAccount | undefined>
  /** Published in the user's own log. */
  setPassword(user: UserId, password: string): Promise<void>
  /** Sets or removes the address, which is then not verified. Remembers a verified one as `previousEmail`. */
  setEmail(account: StoredAccount, email: string | undefined): Promise<void>
  verifyEmail(user: UserId, email: string): Promise<void>
  clearPreviousEmail(user: UserId, email: string): Promise<void>
  /** Makes a guest a person. Returns false if the user is no guest any more. */
  makePerson(user: UserId): Promise<boolean>
}

export interface AttemptsWrite {
  /**
   * Counts an attempt to sign in with this login, before the password is compared. Returns the time until
   * which the login has to wait, in ms of the epoch, if it has to. `longestS`: the longest wait, 60 s by default.
   */
  begin(login: string, longestS?: number): Promise<number | undefined>
  /** The attempt has succeeded: the next ones need not wait. */
  succeed(login: string): Promise<void>
  /** Deletes failures that do not count any more, about `limit` at most. Returns whether there can be more. */
  deleteOld(limit: number): Promise<boolean>
}
