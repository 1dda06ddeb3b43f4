import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import * as z from 'zod'
import type { User } from '../../protocol/entities.ts'
import { Data } from '../../protocol/text.ts'
import type { NewPasskey, StoredPasskey, Webauthn } from '../domain/ports.ts'

/**
 * Loaded when the first passkey is used: many servers never need it. It imports `reflect-metadata` itself, but in a bundle, such
 * as the binary, its dependency `tsyringe` would run before.
 */
async function simplewebauthn() {
  await import('reflect-metadata')
  return import('@simplewebauthn/server')
}

async function helpers() {
  await import('reflect-metadata')
  return import('@simplewebauthn/server/helpers')
}

const text = z.string().max(16_384)
const ClientData = z.object({ challenge: z.string().min(1).max(100) })
const Signed = z.object({ response: z.object({ clientDataJSON: text }) })
/** The fields that the library reads. It checks what they say. */
const Registration = z.object({
  id: text,
  rawId: text,
  type: z.literal('public-key'),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
  response: z.object({
    clientDataJSON: text,
    attestationObject: text,
    transports: z.array(z.string().max(32)).max(8).exactOptional(),
  }),
}) satisfies z.ZodType<RegistrationResponseJSON>
const Authentication = z.object({
  id: text,
  rawId: text,
  type: z.literal('public-key'),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
  response: z.object({
    clientDataJSON: text,
    authenticatorData: text,
    signature: text,
    userHandle: text.exactOptional(),
  }),
}) satisfies z.ZodType<AuthenticationResponseJSON>

type Site = {
  /** The host name for which passkeys are valid. */
  readonly host: string
  /** The addresses of the pages that may use them. */
  readonly origins: () => string[]
}

/** Passkeys by `@simplewebauthn/server`. It throws at whatever is wrong with an answer. */
export class WebauthnAdapter implements Webauthn {
  readonly #site: Site

  constructor(site: Site) {
    this.#site = site
  }

  async creationOptions(
    user: User,
    challenge: string,
    known: readonly StoredPasskey[],
  ): Promise<Data> {
    const { generateRegistrationOptions } = await simplewebauthn()
    const options = await generateRegistrationOptions({
      rpName: this.#site.host === 'localhost' ? 'Parlance' : this.#site.host,
      rpID: this.#site.host,
      userName: user.handle ?? user.name,
      userDisplayName: user.name,
      userID: new Uint8Array(Buffer.from(user.id)),
      challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
      excludeCredentials: known.map(({ credential: id, transports }) => ({
        id,
        transports: [...transports],
      })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    return asData(options)
  }

  async signInOptions(challenge: string): Promise<Data> {
    const { generateAuthenticationOptions } = await simplewebauthn()
    const options = await generateAuthenticationOptions({
      rpID: this.#site.host,
      challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
      userVerification: 'required',
    })
    return asData(options)
  }

  challengeOf(credential: Data): string | undefined {
    const signed = Signed.safeParse(credential).data
    if (signed === undefined) return undefined
    try {
      const json = Buffer.from(signed.response.clientDataJSON, 'base64url').toString()
      return ClientData.safeParse(JSON.parse(json)).data?.challenge
    } catch {
      return undefined
    }
  }

  async verifyNew(credential: Data, challenge: string): Promise<NewPasskey | undefined> {
    const response = Registration.safeParse(credential).data
    if (response === undefined) return undefined
    const { verifyRegistrationResponse } = await simplewebauthn()
    const { registrationInfo } = await withoutAttestation(response)
      .then((bare) => verifyRegistrationResponse({ response: bare, ...this.#expected(challenge) }))
      .catch(() => NONE)
    if (registrationInfo === undefined) return undefined
    const { id, publicKey, counter } = registrationInfo.credential
    const { transports = [] } = response.response
    return {
      credential: id,
      publicKey: Buffer.from(publicKey).toString('base64url'),
      counter,
      transports,
    }
  }

  async verifySignIn(
    credential: Data,
    challenge: string,
    passkey: StoredPasskey,
  ): Promise<number | undefined> {
    const response = Authentication.safeParse(credential).data
    if (response === undefined) return undefined
    const { userHandle } = response.response
    // A passkey that names its user names the owner.
    if (userHandle && userHandle !== Buffer.from(passkey.user).toString('base64url'))
      return undefined
    const { verifyAuthenticationResponse } = await simplewebauthn()
    const { authenticationInfo } = await verifyAuthenticationResponse({
      response,
      ...this.#expected(challenge),
      credential: {
        id: passkey.credential,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
    }).then(
      (result) => (result.verified ? result : NOBODY),
      () => NOBODY,
    )
    return authenticationInfo?.newCounter
  }

  #expected(expectedChallenge: string) {
    const { host, origins } = this.#site
    return {
      expectedChallenge,
      expectedOrigin: origins(),
      expectedRPID: host,
      requireUserVerification: true,
    }
  }
}

/**
 * The answer with the attestation `none`. What an authenticator says of its maker is not asked for. To check it would take
 * seconds of CPU for a chain of certificates that somebody has made up, and read lists of revoked ones from their makers.
 */
async function withoutAttestation(
  answer: z.infer<typeof Registration>,
): Promise<z.infer<typeof Registration>> {
  const { decodeAttestationObject, isoCBOR } = await helpers()
  const { attestationObject } = answer.response
  const given = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')))
  const none = new Map<string, CborValue>([
    ['fmt', 'none'],
    ['attStmt', new Map<never, never>()],
    ['authData', given.get('authData')],
  ])
  const bytes = Buffer.from(isoCBOR.encode(none)).toString('base64url')
  return { ...answer, response: { ...answer.response, attestationObject: bytes } }
}
type CborValue = string | Uint8Array | Map<never, never>

const NONE = { registrationInfo: undefined }
const NOBODY = { authenticationInfo: undefined }

/** Options as they are sent: without the fields that have no value. */
const asData = (options: object): Data => Data.parse(JSON.parse(JSON.stringify(options)))
