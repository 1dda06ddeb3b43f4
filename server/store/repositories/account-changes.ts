import type { AccountChange } from '../../../protocol/entities.ts'
import { logOf, type UserId } from '../../../protocol/ids.ts'
import type { EventRecorder } from '../log/event-recorder.ts'

/** Publishes in the user's own log what has changed in how they sign in, without anything of it. */
export const recordAccountChange = (
  recorder: EventRecorder,
  user: UserId,
  change: AccountChange,
): Promise<void> =>
  recorder.record(
    logOf(user),
    'account.updated',
    { subject: user, actor: user, detail: change },
    { change },
  )
