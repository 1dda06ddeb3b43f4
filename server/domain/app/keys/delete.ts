import { Refusal } from '../../../../protocol/refusals.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** A key cannot delete a key with scopes that it does not have itself. */
export const deleteKey: AppUseCase<'keys.delete'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const key = (await tx.keys.list()).find(({ id }) => id === input.key)
    if (key === undefined) throw new Refusal('not_found', 'No key has this id: check the id')
    if (!key.scopes.every((scope) => caller.scopes.has(scope)))
      throw new Refusal(
        'forbidden',
        'The key to delete has scopes that your key does not have: use a key that has them',
      )
    await tx.keys.delete(key.id)
    tx.audit.add({
      act: 'keys.delete',
      ...byApp(caller),
      target: key.id,
      before: { scopes: key.scopes },
    })
    return {}
  })
