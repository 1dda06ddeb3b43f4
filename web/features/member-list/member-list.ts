import type { Chat, Member, RoomId, UserId } from '@parlance/sdk'
import { createStore } from '../../lib/store.ts'

const PAGE = 200

export type MemberList = ReturnType<typeof openList>

const opened = new WeakMap<object, MemberList>()

/** The members of a room; the same list for the same chat and room. */
export function openMemberList(chat: Chat, room: RoomId): MemberList {
  const key = chat.room(room)
  const list = opened.get(key) ?? openList(chat, room)
  opened.set(key, list)
  return list
}

function openList(chat: Chat, room: RoomId) {
  const store = createStore<{
    readonly members: ReadonlyMap<UserId, Member>
    /** Whether the whole list was read. */
    readonly isRead: boolean
  }>({ members: new Map(), isRead: false })
  const { on } = chat.room(room)
  /** Changes since the last load began (undefined: the member left). They are newer than the loaded list. */
  let changes = new Map<UserId, Member | undefined>()

  on('member.joined', ({ member }) => change(member.user.id, member))
  on('member.updated', ({ member }) => change(member.user.id, member))
  on('member.left', ({ user }) => change(user.id, undefined))

  function change(user: UserId, member: Member | undefined): void {
    changes.set(user, member)
    show(store.read().members.values())
  }

  function show(members: Iterable<Member>): void {
    const shown = new Map([...members].map((member) => [member.user.id, member]))
    for (const [user, member] of changes) {
      if (member === undefined) shown.delete(user)
      else shown.set(user, member)
    }
    store.change({ members: shown })
  }

  /** Reads the whole list. */
  async function load(): Promise<void> {
    changes = new Map()
    const all: Member[] = []
    for (;;) {
      const after = all.at(-1)?.user.id
      const input = { room, limit: PAGE, ...(after && { after }) }
      const { members } = await chat.call('members.list', input)
      all.push(...members)
      if (members.length < PAGE) {
        show(all)
        return store.change({ isRead: true })
      }
    }
  }

  return { load, read: store.read, watch: store.watch }
}
