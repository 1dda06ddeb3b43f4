import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'
import { requestById } from './rules.ts'

export const declineJoinRequest: AppUseCase<'joinRequests.decline'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { request, room, me } = await requestById(tx, input.joinRequest)
    await tx.joinRequests.end(request, 'declined', me, input.forGood)
    tx.audit.add({
      act: 'joinRequests.decline',
      ...byApp(caller),
      room: room.id,
      user: request.user.id,
      after: { forGood: input.forGood },
    })
    return {}
  })
