import { LIMITS } from '../../../protocol/limits.ts'
import type { UseCase } from '../use-case.ts'

/** The user does not see the exports of the app. */
export const listExports: UseCase<'exports.list'> = ({ store, caller }) =>
  store.read(async (reader) => {
    const of = { user: caller.user.id, requestedBy: 'user', limit: LIMITS.exportsListed } as const
    return { exports: [...(await reader.exports.list(of)).items] }
  })
