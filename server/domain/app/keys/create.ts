import { Refusal } from '../../../../protocol/refusals.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const createKey: AppUseCase<'keys.create'> = async ({ store, policy, caller, input }) => {
  const scopes = [...new Set(input.scopes)]
  if (!scopes.every((scope) => caller.scopes.has(scope)))
    throw new Refusal(
      'forbidden',
      'A key can give only scopes that it has itself: request fewer scopes, or use a key that has them',
    )
  const key = `parl_${crypto.getRandomValues(Buffer.alloc(32)).toString('base64url')}`
  const created = await store.write(async (tx) => {
    if ((await tx.keys.list()).length >= policy.apiKeys)
      throw new Refusal(
        'too_many',
        `There can be ${policy.apiKeys} API keys at most: delete one first, or raise PARLANCE_API_KEYS`,
        undefined,
        { quota: 'apiKeys' },
      )
    const made = await tx.keys.create(key, { ...input, scopes })
    tx.audit.add({ act: 'keys.create', ...byApp(caller), target: made.id, after: { scopes } })
    return made
  })
  return { ...created, key }
}
