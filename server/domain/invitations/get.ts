import type { UseCase } from '../use-case.ts'
import { visibleInvitation } from './rules.ts'

export const getInvitation: UseCase<'invitations.get'> = ({ store, caller, input }) =>
  store.read((reader) =>
    visibleInvitation(reader, caller.user.id, input.invitation, 'invitations.get'),
  )
