import { Refusal } from '../../../../protocol/refusals.ts'
import type { AppUseCase } from '../use-case.ts'

export const createKey: AppUseCase<'keys.create'> = async ({ store, caller, input }) => {
  const scopes = [...new Set(input.scopes)]
  if (!scopes.every((scope) => caller.scopes.has(scope)))
    throw new Refusal(
      'forbidden',
      'A key can give only scopes that it has itself: request fewer scopes, or use a key that has them',
    )
  const key = `parl_${crypto.getRandomValues(Buffer.alloc(32)).toString('base64url')}`
  return { ...(await store.write((tx) => tx.keys.create(key, { ...input, scopes }))), key }
}
