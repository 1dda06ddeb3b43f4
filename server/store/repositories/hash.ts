import { createHash } from 'node:crypto'

/** Of a secret with 256 random bits: it cannot be guessed from a fast hash, and a salt would add nothing. */
export const hashOf = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url')
