import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import type { User } from '../../protocol/entities.ts'
import type { UserId } from '../../protocol/ids.ts'
import type { TotpCodes } from '../domain/ports.ts'

const NONCE = 12
const TAG = 16
const CIPHER = 'aes-256-gcm'

/** Loaded when the first code is needed: most servers never need one. */
const otpauth = () => import('otpauth')

/**
 * Secrets of authenticator apps are encrypted with a key that is derived from the server's secret: a copy of the database
 * alone reveals no codes. A hash would not do, as the server computes the codes, too.
 */
export class AuthenticatorCodes implements TotpCodes {
  readonly #key: Buffer
  readonly #issuer: string

  /** `issuer`: what authenticator apps call this server. */
  constructor(secret: string, issuer: string) {
    this.#key = createHmac('sha256', secret).update('second factors').digest()
    this.#issuer = issuer
  }

  async create({ id, handle, name }: User) {
    const { Secret, TOTP } = await otpauth()
    const secret = new Secret({ size: 20 })
    const totp = new TOTP({ secret, issuer: this.#issuer, label: handle ?? name })
    const sealed = this.#seal(Buffer.from(secret.bytes), id)
    return { secret: secret.base32, uri: totp.toString(), sealed }
  }

  async stepOf(code: string, sealed: string, user: UserId, now: number) {
    const { Secret, TOTP } = await otpauth()
    const bytes = this.#open(sealed, user)
    if (bytes === undefined) return undefined
    const secret = new Secret({ buffer: new Uint8Array(bytes).buffer })
    const totp = new TOTP({ secret })
    const delta = totp.validate({ token: code, timestamp: now, window: 1 })
    return delta === null ? undefined : totp.counter({ timestamp: now }) + delta
  }

  /** With the user's id as additional data: the secret of one user is none of another's. */
  #seal(secret: Buffer, user: UserId): string {
    const nonce = crypto.getRandomValues(Buffer.alloc(NONCE))
    const cipher = createCipheriv(CIPHER, this.#key, nonce).setAAD(Buffer.from(user))
    const text = Buffer.concat([cipher.update(secret), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')
  }

  /** Undefined if the server has another secret now: then no code is right, but recovery codes are. */
  #open(sealed: string, user: UserId): Buffer | undefined {
    const bytes = Buffer.from(sealed, 'base64url')
    try {
      const decipher = createDecipheriv(CIPHER, this.#key, bytes.subarray(0, NONCE))
        .setAAD(Buffer.from(user))
        .setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
      return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()])
    } catch {
      return undefined
    }
  }
}
