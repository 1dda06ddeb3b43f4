import type { Chat, Member, RoomId, UserId } from '../sdk/typescript/src/index.ts'
import type { LobbyState } from './lobby-state.ts'
import type { Store } from './store.ts'

const PAGE = 200

/** Who is here. */
export function loadMembers(chat: Chat, store: Store<LobbyState>) {
  /** Who came (a member) or went (nobody) while the list was on its way: they know better. */
  let received = new Map<UserId, Member | undefined>()

  chat.on('member.joined', ({ member }) => hear(member.user.id, member))
  chat.on('member.updated', ({ member }) => hear(member.user.id, member))
  chat.on('member.left', ({ user }) => hear(user.id, undefined))

  function hear(user: UserId, member: Member | undefined): void {
    received.set(user, member)
    show(store.read().members.values())
  }

  function show(members: Iterable<Member>): void {
    const here = new Map([...members].map((member) => [member.user.id, member]))
    for (const [user, member] of received) {
      if (member === undefined) here.delete(user)
      else here.set(user, member)
    }
    store.change({ members: here })
  }

  /** Reads the whole list. */
  async function call(room: RoomId): Promise<void> {
    received = new Map()
    const all: Member[] = []
    for (;;) {
      const after = all.at(-1)?.user.id
      const input = { room, limit: PAGE, ...(after && { after }) }
      const { members } = await chat.call('members.list', input)
      all.push(...members)
      if (members.length < PAGE) return show(all)
    }
  }

  return { call }
}
