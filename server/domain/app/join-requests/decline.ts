import type { AppUseCase } from '../use-case.ts'
import { requestById } from './rules.ts'

export const declineJoinRequest: AppUseCase<'joinRequests.decline'> = ({ store, input }) =>
  store.write(async (tx) => {
    const { request, me } = await requestById(tx, input.joinRequest)
    await tx.joinRequests.end(request, 'declined', me, input.forGood)
    return {}
  })
