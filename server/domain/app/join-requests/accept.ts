import { acceptRequest } from '../../join-requests/rules.ts'
import { byApp } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'
import { requestById } from './rules.ts'

/** Also in an archived room, as the app can add members to it. */
export const acceptJoinRequest: AppUseCase<'joinRequests.accept'> = ({ store, caller, input }) =>
  store.write(async (tx) => {
    const { request, room, me } = await requestById(tx, input.joinRequest)
    tx.audit.add({
      act: 'joinRequests.accept',
      ...byApp(caller),
      room: room.id,
      user: request.user.id,
    })
    return acceptRequest(tx, room, request, me)
  })
