import { Refusal } from '../../../protocol/refusals.ts'
import type { Tx } from '../ports.ts'
import { isStaff, type MemberStanding } from '../rooms/rules.ts'

/** Refuses `slow_mode` to a member whose last message is too recent for the slow mode of the room. */
export function requireTurn(standing: MemberStanding, now: number): void {
  const left = standing.sentAt + pauseOf(standing) - now
  if (left > 0 && pauseOf(standing) > 0) throw tooSoon(left)
}

/**
 * Notes the message as the member's last one. Refuses `slow_mode` if another message of the member was noted since
 * `requireTurn`: the messages of one transaction are sent side by side.
 */
export async function takeTurn(tx: Tx, standing: MemberStanding, seq: number): Promise<void> {
  const pause = pauseOf(standing)
  if (pause === 0) return
  const isTaken = await tx.members.setSent(standing.room.id, standing.me.id, seq, tx.now - pause)
  if (!isTaken) throw tooSoon(pause)
}

/** The pause between two messages of the member, in ms. The staff have none. */
const pauseOf = ({ room, rights }: MemberStanding): number =>
  isStaff(rights) ? 0 : (room.slowSeconds ?? 0) * 1000

function tooSoon(leftMs: number): Refusal {
  const retryAfter = Math.ceil(leftMs / 1000)
  return new Refusal(
    'slow_mode',
    `The room is in slow mode: send the message again in ${retryAfter} s`,
    undefined,
    { retryAfter },
  )
}
