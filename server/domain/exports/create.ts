import { type UseCase, WORK } from '../use-case.ts'
import { beginExport } from './rules.ts'

/** The job copies from so many rooms for the price of one command. */
const ROOMS_PER_COMMAND = 5

export const createExport: UseCase<'exports.create'> = ({ store, caller }) =>
  store.write(async (tx) => {
    const user = caller.user.id
    const { made, value } = await beginExport(tx, { user, requestedBy: 'user' })
    const rooms = made ? await tx.rooms.idsOf(user, 'ever') : []
    return { made, value: { ...value, [WORK]: rooms.length / ROOMS_PER_COMMAND } }
  })
