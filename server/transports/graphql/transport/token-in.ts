import { Refusal } from '../../../../protocol/refusals.ts'

/** The token in the payload of `connection_init`: `Authorization: Bearer …` as in a header, or `token` alone. */
export function tokenIn(params: Readonly<Record<string, unknown>> = {}): string | undefined {
  for (const [name, value] of Object.entries(params)) {
    if (typeof value !== 'string') continue
    if (name.toLowerCase() === 'token') return value
    if (name.toLowerCase() !== 'authorization') continue
    const [, token] = /^Bearer ([^\s]+)$/i.exec(value) ?? []
    if (token === undefined)
      throw new Refusal('invalid_token', 'The Authorization header must be: Bearer <token>')
    return token
  }
  return undefined
}
