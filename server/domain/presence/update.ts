import type { Input } from '../../../protocol/commands.ts'
import type { PresenceSetting } from '../ports.ts'
import { senderOf } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { notDeleted } from '../users/rules.ts'
import { presenceOf } from './rules.ts'

/** Told only where others see a difference. */
export const updatePresence: UseCase<'presence.update'> = async (asked) => {
  const { store, presence, caller, input } = asked
  const me = senderOf(caller.user)
  const isThere = presence.isOnline(me.id)
  const { before, after } = await store.write(async (tx) => {
    const before = await tx.presence.get(me.id)
    const user = await tx.users.get(me.id)
    if (user !== undefined) notDeleted(user)
    const after = changed(before, input, isThere, tx.now)
    if (after.state !== before.state || after.status !== before.status)
      await tx.presence.set(me.id, after)
    return { before, after }
  })
  const [was, is] = [presenceOf(me, before, isThere), presenceOf(me, after, isThere)]
  if (was.state !== is.state || was.status !== is.status) presence.changed(me.id)
  const { state, status } = after
  return { state, ...(status !== undefined && { status }) }
}

function changed(
  before: PresenceSetting,
  { state = before.state, status = before.status }: Input<'presence.update'>,
  isThere: boolean,
  now: number,
): PresenceSetting {
  const goes = isThere && state === 'invisible' && before.state !== 'invisible'
  return {
    state,
    status: status === '' ? undefined : status,
    // To others this is when they went.
    lastSeenAt: goes ? now : before.lastSeenAt,
  }
}
