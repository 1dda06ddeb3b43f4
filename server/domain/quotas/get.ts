import type { UseCase } from '../use-case.ts'
import { quotasOf } from './rules.ts'

export const getQuotas: UseCase<'quotas.get'> = ({ store, policy, caller }) =>
  store.read(async (reader) => ({ quotas: await quotasOf(reader, policy, caller.user.id) }))
