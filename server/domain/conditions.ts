import type { Condition, Feature, Room } from '../../protocol/entities.ts'
import { Refusal } from '../../protocol/refusals.ts'
import { isOver, isStaff, type MemberStanding, notArchived } from './rooms/rules.ts'

/** Refuses `muted`, `archived`, `dm_over`, `forbidden` or `feature_off` if the room does not meet the condition. */
export function requireCondition(condition: Condition, standing: MemberStanding): void {
  if (condition === 'notArchived') notArchived(standing.room)
  else if (condition === 'notMuted') notMuted(standing)
  else if (condition === 'canSend') canSend(standing)
  else requireFeature(standing.room, condition)
}

function notMuted({ muted }: MemberStanding): void {
  if (muted === undefined) return
  const { until } = muted
  throw new Refusal(
    'muted',
    until && `You are muted until ${until}: you can read, but not write`,
    undefined,
    { until },
  )
}

/** In announcement and read-only rooms only the staff can send messages; in an archived room nobody can. */
function canSend({ room, rights }: MemberStanding): void {
  notArchived(room)
  if (isOver(room)) throw new Refusal('dm_over')
  if (isStaff(rights)) return
  const kind =
    room.type === 'announcement' ? 'announcement' : room.readOnly ? 'read-only' : undefined
  if (kind !== undefined)
    throw new Refusal(
      'forbidden',
      `Only owners, admins and moderators can send messages in this ${kind} room: ask one of them`,
    )
}

export function requireFeature(room: Room, feature: Feature): void {
  if (!room.features[feature])
    throw new Refusal(
      'feature_off',
      `The feature ${feature} is turned off in this room: ask an owner or admin to turn it on`,
    )
}
