import { notDeleted } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const createUser: AppUseCase<'users.create'> = ({ store, input }) =>
  store.write(async (tx) => {
    const there = await tx.users.get(input.id)
    if (there === undefined) return { made: true, value: await tx.users.create(input, tx.now) }
    notDeleted(there)
    return { made: false, value: there }
  })
