import { notDeleted } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const createUser: AppUseCase<'users.create'> = ({ store, input }) =>
  store.write(async (tx) => {
    const known = await tx.users.get(input.id)
    if (known === undefined) return { made: true, value: await tx.users.create(input, tx.now) }
    notDeleted(known)
    return { made: false, value: known }
  })
