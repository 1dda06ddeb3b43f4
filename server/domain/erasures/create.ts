import { lockUnchanged } from '../accounts/rules.ts'
import { requirePassword } from '../prove.ts'
import type { UseCase } from '../use-case.ts'
import { beginErasure } from './rules.ts'

/** Without an account the token alone is the proof: there is no password to ask for. */
export const createErasure: UseCase<'erasures.create'> = async (request) => {
  const { store, caller, input } = request
  const { id } = caller.user
  const account = await store.read((reader) => reader.accounts.get(id))
  const before = account && (await requirePassword(request, input.password))
  return store.write(async (tx) => {
    if (before !== undefined) await lockUnchanged(tx, before)
    return beginErasure(tx, { user: id, messages: input.messages })
  })
}
