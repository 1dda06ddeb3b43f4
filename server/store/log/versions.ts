import type { Event } from '../../../protocol/events.ts'
import type { UserId } from '../../../protocol/ids.ts'
import type { CommittedEvent } from '../../../protocol/memberships.ts'
import { OTHERS, STAFF, type Viewer } from '../tables/message-views.ts'

/**
 * How an event about something hidden is received. `hidden` is the column of its row; null where everybody receives the
 * event, with other content. `owners`: users with a version of their own.
 */
export type Audience = {
  readonly hidden: number | null
  readonly owners: readonly UserId[]
}

/** `staff`: the members who see what is hidden. `make`: the event as a viewer receives it. */
export function withVersions(
  make: (viewer: Viewer) => CommittedEvent,
  { hidden, owners }: Audience,
  staff: readonly UserId[],
): CommittedEvent {
  const own = [...new Set(owners)].map((user) => ({
    user,
    event: published(make({ user, isStaff: staff.includes(user) })),
  }))
  const others = hidden === 1 ? undefined : published(make(OTHERS))
  return {
    ...make(STAFF),
    versions: { staff, own, others: others && hidden === 2 ? deletion(others) : others },
  }
}

function published(event: CommittedEvent): Event {
  if (event.type === 'membership.began') throw new Error('no user receives membership.began')
  return event
}

/** An edit hides the message: to others its author has deleted it. */
const deletion = (event: Event): Event =>
  event.type === 'message.updated'
    ? { ...event, type: 'message.deleted', by: event.message.sender }
    : event
