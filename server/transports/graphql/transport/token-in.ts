import { Refusal } from '../../../../protocol/refusals.ts'

/** `Authorization: Bearer …` as in a header, or the token alone. */
export function tokenIn(params: Readonly<Record<string, unknown>> = {}): string | undefined {
  for (const [name, value] of Object.entries(params)) {
    if (typeof value !== 'string') continue
    if (name.toLowerCase() === 'token') return value
    if (name.toLowerCase() !== 'authorization') continue
    const [, word] = /^Bearer ([^\s]+)$/i.exec(value) ?? []
    if (word === undefined)
      throw new Refusal('invalid_token', 'The Authorization header must be: Bearer <token>')
    return word
  }
  return undefined
}
