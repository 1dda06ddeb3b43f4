import type { UserId } from '../sdk/typescript/src/index.ts'
import type { MembershipChange } from './timeline.ts'

type Line = {
  readonly event_type: 'connected' | 'disconnected' | 'message'
  readonly username: string
  readonly user: UserId
  readonly seq: number
  readonly at: string
}

/** The latest changes of the membership. If they cannot be read, the page shows messages alone. */
export async function readMembershipChanges(token: string): Promise<readonly MembershipChange[]> {
  const headers = { authorization: `Bearer ${token}` }
  const lines = await fetch('api/history?detail=true', { headers })
    .then((response) => (response.ok ? (response.json() as Promise<readonly Line[]>) : []))
    .catch(() => [])
  return lines.flatMap(({ event_type, username: name, user: id, seq, at }) =>
    event_type === 'message'
      ? []
      : [{ kind: 'membership', seq, at, user: { id, name }, joined: event_type === 'connected' }],
  )
}
