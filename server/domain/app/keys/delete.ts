import { Refusal } from '../../../../protocol/refusals.ts'
import type { AppUseCase } from '../use-case.ts'

/** One that is for more than the caller's own is not its to end. */
export const deleteKey: AppUseCase<'keys.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const key = (await tx.keys.list()).find(({ id }) => id === input.key)
    if (key === undefined) throw new Refusal('not_found', 'There is no such key: check the id')
    if (!key.scopes.every((scope) => caller.scopes.has(scope)))
      throw new Refusal(
        'forbidden',
        'That key has scopes that this key does not have: use a key that has them',
      )
    await tx.keys.delete(key.id)
    return {}
  })
