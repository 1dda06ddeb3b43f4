import { markRead, readToEnd } from '../../receipts/rules.ts'
import { asTheirs } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

export const read: AppUseCase<'receipts.read'> = ({ store, input }) =>
  store.write(async (tx) => {
    const standing = await asTheirs(tx, input.room, input.user)
    if (input.seq !== undefined) return markRead(tx, standing, input.seq)
    const { readSeq } = await readToEnd(tx, standing)
    return { readSeq, unread: 0 }
  })
