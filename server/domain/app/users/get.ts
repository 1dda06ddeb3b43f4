import { Refusal } from '../../../../protocol/refusals.ts'
import type { AppUseCase } from '../use-case.ts'

export const getUser: AppUseCase<'users.get'> = ({ store, input }) =>
  store.read(async (reader) => {
    const user = await reader.users.get(input.user)
    if (user === undefined) throw new Refusal('not_found', 'No user has this id: check the id')
    return user
  })
