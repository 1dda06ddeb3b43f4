import { Refusal } from '../../../protocol/refusals.ts'
import type { UseCase } from '../use-case.ts'
import { isOver, visibleInvitation } from './rules.ts'

export const getInvitation: UseCase<'invitations.get'> = ({ store, caller, input }) =>
  store.read(async (reader) => {
    const invitation = await visibleInvitation(reader, caller, input.invitation, 'invitations.get')
    if (isOver(invitation, reader.now)) throw new Refusal('not_found')
    return invitation
  })
