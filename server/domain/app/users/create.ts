import { notDeleted, requireFreeHandle } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const createUser: AppUseCase<'users.create'> = ({ store, input }) =>
  store.write(async (tx) => {
    const known = await tx.users.get(input.id)
    if (known !== undefined) {
      notDeleted(known)
      return { made: false, value: known }
    }
    await requireFreeHandle(tx, input.handle, input.id)
    return { made: true, value: await tx.users.create(input, tx.now) }
  })
