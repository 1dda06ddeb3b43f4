import type { Chat, RoomId, Sender, UserId } from '@parlance/sdk'

/** A user joined or left. */
export type MembershipChange = {
  readonly seq: number
  readonly at: string
  readonly user: Sender
  readonly joined: boolean
}

/** The most changes that are kept. */
const MAX_CHANGES = 300

/** Keeps the membership changes of other users. `isAway`: a change would move the messages that the user reads. */
export function openMembershipChanges(
  chat: Chat,
  room: RoomId,
  isAway: () => boolean,
  show: (changes: readonly MembershipChange[]) => void,
) {
  let kept: readonly MembershipChange[] = []
  const { on } = chat.room(room)
  on('member.joined', ({ seq, at, member }) =>
    receive({ seq, at, user: member.user, joined: true }),
  )
  on('member.left', ({ seq, at, user }) => receive({ seq, at, user, joined: false }))

  function receive(change: MembershipChange): void {
    if (!isAway()) add([change])
  }

  function add(changes: readonly MembershipChange[]): void {
    const bySeq = new Map([...kept, ...changes].map((change) => [change.seq, change]))
    const ofOthers = [...bySeq.values()].filter(({ user }) => user.id !== chat.user?.id)
    kept = ofOthers.sort((a, b) => a.seq - b.seq).slice(-MAX_CHANGES)
    show(kept)
  }

  return { add }
}

type Line = {
  readonly event_type: 'connected' | 'disconnected' | 'message'
  readonly username: string
  readonly user: UserId
  readonly seq: number
  readonly at: string
}

/**
 * The latest changes of the lobby's membership. If they cannot be read, the page shows messages alone. Without a token
 * the session is in cookies.
 */
export async function readLobbyChanges(
  token: string | undefined,
): Promise<readonly MembershipChange[]> {
  const headers: HeadersInit = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const lines = await fetch('api/history?detail=true', { headers })
    .then((response) => (response.ok ? (response.json() as Promise<readonly Line[]>) : []))
    .catch(() => [])
  return lines.flatMap(({ event_type, username: name, user: id, seq, at }) =>
    event_type === 'message'
      ? []
      : [{ seq, at, user: { id, name }, joined: event_type === 'connected' }],
  )
}
