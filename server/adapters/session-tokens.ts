import { createHmac } from 'node:crypto'
import type { SessionTokens, TokenPair } from '../domain/ports.ts'

const ACCESS = 'pl_access_'
const REFRESH = 'pl_refresh_'

/**
 * Opaque tokens of sessions. The first refresh token is random; everything else is derived from it with a secret of the
 * server, because a client that repeats a refresh must get the same answer, and the database has only hashes.
 */
export class OpaqueTokens implements SessionTokens {
  readonly #secret: string

  constructor(secret: string) {
    this.#secret = secret
  }

  first(): TokenPair {
    return this.#pair(`${REFRESH}${random()}`)
  }

  after(refresh: string): TokenPair {
    return this.#pair(`${REFRESH}${this.#derive('refresh', refresh)}`)
  }

  isAccess(token: string): boolean {
    return token.startsWith(ACCESS)
  }

  #pair(refresh: string): TokenPair {
    return { refresh, access: `${ACCESS}${this.#derive('access', refresh)}` }
  }

  #derive(purpose: 'access' | 'refresh', refresh: string): string {
    return createHmac('sha256', this.#secret)
      .update(`session ${purpose} ${refresh}`)
      .digest('base64url')
  }
}

/** 256 random bits, in characters that a URL allows. */
const random = (): string => crypto.getRandomValues(Buffer.alloc(32)).toString('base64url')
