import type { SecondFactor, User } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'

/** The codes of authenticator apps (TOTP, RFC 6238). */
export interface TotpCodes {
  /** `sealed`: the secret, encrypted for the database. */
  create(user: User): Promise<{ secret: string; uri: string; sealed: string }>
  /**
   * The number of the half-minute that a code belongs to. Undefined if the code is not that of the present half-minute,
   * or of the one before or after it.
   */
  stepOf(code: string, sealed: string, user: UserId, now: number): Promise<number | undefined>
}

/** `lastStep`: codes of this half-minute and of earlier ones are used up. */
export type StoredSecondFactor = {
  readonly sealed: string
  readonly createdAt: number
  readonly isOn: boolean
  readonly lastStep: number
}

export interface SecondFactorsRead {
  get(user: UserId): Promise<StoredSecondFactor | undefined>
  /** What others may know of it. Undefined until it is turned on. */
  shown(user: UserId): Promise<SecondFactor | undefined>
}

/** The caller locks the account first: so of two uses of one code only one succeeds. */
export interface SecondFactorsWrite extends SecondFactorsRead {
  /** Replaces one that was not turned on. */
  create(user: UserId, sealed: string): Promise<void>
  /** Published in the user's own log, and so are the deletion and new recovery codes. */
  turnOn(user: UserId): Promise<void>
  use(user: UserId, step: number): Promise<void>
  /** Deletes the recovery codes, too. */
  delete(user: UserId): Promise<void>
  /** Replaces all recovery codes. */
  setRecoveryCodes(user: UserId, codes: readonly string[]): Promise<void>
  /** Returns false if the user has no such code. */
  useRecoveryCode(user: UserId, code: string): Promise<boolean>
}
