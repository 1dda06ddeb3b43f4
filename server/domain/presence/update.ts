import type { Input } from '../../../protocol/commands.ts'
import type { PresenceSetting } from '../ports.ts'
import { senderOf } from '../rooms/rules.ts'
import type { UseCase } from '../use-case.ts'
import { notDeleted } from '../users/rules.ts'
import { presenceOf } from './rules.ts'

/** The change is published only if other users see a difference. */
export const updatePresence: UseCase<'presence.update'> = async ({
  store,
  presence,
  caller,
  input,
}) => {
  const me = senderOf(caller.user)
  const isOnline = presence.isOnline(me.id)
  const { before, after } = await store.write(async (tx) => {
    const before = await tx.presence.get(me.id)
    const user = await tx.users.get(me.id)
    if (user !== undefined) notDeleted(user)
    const after = changed(before, input, isOnline, tx.now)
    if (after.state !== before.state || after.status !== before.status)
      await tx.presence.set(me.id, after)
    return { before, after }
  })
  const [was, is] = [presenceOf(me, before, isOnline), presenceOf(me, after, isOnline)]
  if (was.state !== is.state || was.status !== is.status) presence.changed(me.id)
  const { state, status } = after
  return { state, ...(status !== undefined && { status }) }
}

function changed(
  before: PresenceSetting,
  { state = before.state, status = before.status }: Input<'presence.update'>,
  isOnline: boolean,
  now: number,
): PresenceSetting {
  const disappears = isOnline && state === 'invisible' && before.state !== 'invisible'
  return {
    state,
    status: status === '' ? undefined : status,
    // For other users the user goes offline at this time.
    lastSeenAt: disappears ? now : before.lastSeenAt,
  }
}
