import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { authorize } from '../authorize.ts'
import { requireQuota } from '../quotas/rules.ts'
import { isDropped } from '../requests/rules.ts'
import type { UseCase } from '../use-case.ts'

/**
 * An invitation for a user is visible to this user; a code admits every user who has it. The answer does not show
 * whether the user exists, or wants no invitations.
 */
export const createInvitation: UseCase<'invitations.create'> = ({ store, policy, caller, input }) =>
  store.write(async (tx) => {
    await requireQuota(tx, policy, caller.user.id, 'invitations')
    const standing = await tx.rooms.standing(input.room, caller.user.id)
    const { room, me } = authorize('invitations.create', standing)
    const open = await tx.invitations.ofRoom(room.id, tx.now)
    if (open.length >= LIMITS.invitationsPerRoom)
      throw new Refusal(
        'too_many',
        `A room can have ${LIMITS.invitationsPerRoom} invitations at most: delete one first`,
        undefined,
        { quota: 'invitationsPerRoom' },
      )
    const { user, maxUses, seconds } = input
    const dropped = user !== undefined && (await isDropped(tx, user, me.id))
    const code = user === undefined ? newCode() : undefined
    const expiresAt = seconds === undefined ? undefined : tx.now + seconds * 1000
    const uses = user === undefined ? maxUses : 1
    const invitation = await tx.invitations.create(
      { room, user, code, maxUses: uses, expiresAt, isDropped: dropped },
      me,
    )
    const { id: target } = invitation
    tx.audit.add({ act: 'invitations.create', by: me.id, room: room.id, user, target })
    return { ...invitation, ...(code && { code }) }
  })

const newCode = (): string => crypto.getRandomValues(Buffer.alloc(16)).toString('base64url')
