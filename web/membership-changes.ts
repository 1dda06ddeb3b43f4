import type { UserId } from '../sdk/typescript/src/index.ts'
import type { MembershipChange } from './timeline.ts'

type Line = {
  readonly event_type: 'connected' | 'disconnected' | 'message'
  readonly username: string
  readonly user: UserId
  readonly seq: number
  readonly at: string
}

/** Who lately came and went. A page without them is better than none. */
export async function readMembershipChanges(token: string): Promise<readonly MembershipChange[]> {
  const headers = { authorization: `Bearer ${token}` }
  const lines = await fetch('api/history?detail=true', { headers })
    .then((answer) => (answer.ok ? (answer.json() as Promise<readonly Line[]>) : []))
    .catch(() => [])
  return lines.flatMap(({ event_type, username: name, user: id, seq, at }) =>
    event_type === 'message'
      ? []
      : [{ kind: 'turn', seq, at, who: { id, name }, came: event_type === 'connected' }],
  )
}
