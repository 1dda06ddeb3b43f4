import type { Passkey } from '../../../protocol/entities.ts'
import type { PasskeyId, UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Data } from '../../../protocol/text.ts'
import type { Reader, Store, StoredPasskey, Tx, Webauthn } from '../ports.ts'

const CHALLENGE_MS = 5 * 60 * 1000

/** 256 random bits that one authenticator signs once. */
export const newChallenge = (): string =>
  crypto.getRandomValues(Buffer.alloc(32)).toString('base64url')

export async function saveChallenge(
  tx: Tx,
  challenge: string,
  user: UserId | undefined,
): Promise<string> {
  const until = tx.now + CHALLENGE_MS
  await tx.passkeys.challenge(challenge, user, until)
  return new Date(until).toISOString()
}

/** Uses up the challenge that a browser has signed, whether the rest of its answer is right or not. */
export async function takeChallenge(
  { store, webauthn }: { readonly store: Store; readonly webauthn: Webauthn },
  credential: Data,
  user: UserId | undefined,
): Promise<string> {
  const challenge = webauthn.challengeOf(credential)
  const isOurs =
    challenge !== undefined &&
    (await store.writeUnannounced((tx) => tx.passkeys.takeChallenge(challenge, user)))
  if (!isOurs) throw new Refusal('passkey_refused')
  return challenge
}

export const shownPasskey = ({ id, name, createdAt, usedAt }: StoredPasskey): Passkey => ({
  id,
  name,
  createdAt,
  ...(usedAt !== undefined && { usedAt }),
})

/** Refuses `not_found`, also for a passkey of another user. */
export async function ownPasskey(
  reader: Reader,
  user: UserId,
  id: PasskeyId,
): Promise<StoredPasskey> {
  const passkey = await reader.passkeys.get(id)
  if (passkey === undefined || passkey.user !== user)
    throw new Refusal('not_found', 'You have no passkey with this id: list your passkeys')
  return passkey
}

/** Refuses `too_many`. */
export async function requireSpaceForPasskey(reader: Reader, user: UserId): Promise<void> {
  if ((await reader.passkeys.list(user)).length < LIMITS.passkeysPerUser) return
  throw new Refusal('too_many', MOST)
}

const MOST = `A user can have ${LIMITS.passkeysPerUser} passkeys at most: remove one before you add another`
