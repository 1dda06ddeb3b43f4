import type { Chat, UserId } from '../sdk/typescript/src/index.ts'
import type { LobbyState, MembershipChange } from './lobby-state.ts'
import type { Store } from './store.ts'

/** The most changes that are kept. */
const MAX_CHANGES = 300

/** Keeps the membership changes of other users in the store. */
export function openMembershipChanges(chat: Chat, store: Store<LobbyState>) {
  chat.on('member.joined', ({ seq, at, member }) =>
    receive({ seq, at, user: member.user, joined: true }),
  )
  chat.on('member.left', ({ seq, at, user }) => receive({ seq, at, user, joined: false }))

  function receive(change: MembershipChange): void {
    const { changes, window } = store.read()
    // It would move the messages that the user is reading.
    if (window?.position === 'away') return
    show([...changes, change])
  }

  function show(changes: readonly MembershipChange[]): void {
    const { me } = store.read()
    const bySeq = new Map(changes.map((change) => [change.seq, change]))
    const ofOthers = [...bySeq.values()].filter(({ user }) => user.id !== me?.id)
    store.change({ changes: ofOthers.sort((a, b) => a.seq - b.seq).slice(-MAX_CHANGES) })
  }

  return {
    /** Adds the latest changes. */
    load: async (token: string): Promise<void> =>
      show([...store.read().changes, ...(await readMembershipChanges(token))]),
  }
}

type Line = {
  readonly event_type: 'connected' | 'disconnected' | 'message'
  readonly username: string
  readonly user: UserId
  readonly seq: number
  readonly at: string
}

/** The latest changes of the membership. If they cannot be read, the page shows messages alone. */
async function readMembershipChanges(token: string): Promise<readonly MembershipChange[]> {
  const headers = { authorization: `Bearer ${token}` }
  const lines = await fetch('api/history?detail=true', { headers })
    .then((response) => (response.ok ? (response.json() as Promise<readonly Line[]>) : []))
    .catch(() => [])
  return lines.flatMap(({ event_type, username: name, user: id, seq, at }) =>
    event_type === 'message'
      ? []
      : [{ seq, at, user: { id, name }, joined: event_type === 'connected' }],
  )
}
