import type { Passkey, User } from '../../../protocol/entities.ts'
import type { PasskeyId, UserId } from '../../../protocol/ids.ts'
import type { Data } from '../../../protocol/text.ts'

/** `credential`: the id that the authenticator gave it. */
export type NewPasskey = {
  readonly credential: string
  readonly publicKey: string
  readonly counter: number
  readonly transports: readonly string[]
}

export type StoredPasskey = Passkey & NewPasskey & { readonly user: UserId }

/** WebAuthn: the options that browsers need, and what they answer. */
export interface Webauthn {
  creationOptions(user: User, challenge: string, known: readonly StoredPasskey[]): Promise<Data>
  signInOptions(challenge: string): Promise<Data>
  /** The challenge that a browser has signed, as it says. Undefined if it says none. */
  challengeOf(credential: Data): string | undefined
  /** Undefined if it does not prove the challenge, for this site, by a verified user. */
  verifyNew(credential: Data, challenge: string): Promise<NewPasskey | undefined>
  /** The new counter. Undefined for the same reasons, or if the counter has gone back: the passkey was copied. */
  verifySignIn(
    credential: Data,
    challenge: string,
    passkey: StoredPasskey,
  ): Promise<number | undefined>
}

export interface PasskeysRead {
  get(id: PasskeyId): Promise<StoredPasskey | undefined>
  byCredential(credential: string): Promise<StoredPasskey | undefined>
  /** By id. */
  list(user: UserId): Promise<readonly StoredPasskey[]>
}

/** The caller locks the account first, except for challenges. */
export interface PasskeysWrite extends PasskeysRead {
  /** Published in the user's own log, and so is the deletion. */
  create(user: UserId, passkey: NewPasskey, name: string): Promise<StoredPasskey>
  use(id: PasskeyId, counter: number): Promise<void>
  delete(passkey: StoredPasskey): Promise<void>
  /** A challenge for a new passkey of the user, which replaces the one before, or for a sign-in. */
  challenge(challenge: string, user: UserId | undefined, until: number): Promise<void>
  /** Locks and deletes a challenge, so that it is used once. Returns false if it is over, or another user's. */
  takeChallenge(challenge: string, user: UserId | undefined): Promise<boolean>
  /** Deletes challenges that have expired, about `limit` of them at most. Returns whether there can be more. */
  deleteExpired(limit: number): Promise<boolean>
}
