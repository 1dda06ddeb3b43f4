import { explain } from '../../permissions/rules.ts'
import { existingUser } from '../../users/rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const explainPermission: AppUseCase<'permissions.explain'> = ({ store, policy, input }) =>
  store.read(async (reader) =>
    explain(reader, policy, await existingUser(reader, input.user), input),
  )
