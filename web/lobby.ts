import { ChatError, createChat, type RoomId } from '../sdk/typescript/src/index.ts'
import { getLobby } from './api.ts'
import { openConversation } from './conversation.ts'
import { emptyState } from './lobby-state.ts'
import { loadMembers } from './member-list.ts'
import { readMembershipChanges } from './membership-changes.ts'
import { createStore } from './store.ts'
import { badgeTitle } from './title.ts'

export type Lobby = ReturnType<typeof openLobby>

const AGAIN_MS = 1000

/** The lobby as one person sees it, kept up to date for as long as it is open. */
export function openLobby(token: string) {
  const store = createStore(emptyState)
  const chat = createChat({
    url: new URL('.', location.href).href,
    token: ({ reason }) => {
      if (reason === 'rejected') refuse()
      return token
    },
  })
  const conversation = openConversation(chat, store, () => readMembershipChanges(token))
  const roll = loadMembers(chat, store)
  const unbadge = badgeTitle(chat, store)
  let room: RoomId | undefined
  /** Since when we are a member: another time says that we were gone, and received nothing meanwhile. */
  let joinedAt: string | undefined

  chat.onReset(() => {
    joinedAt = undefined
  })
  chat.onStatus((status) => {
    const { link } = store.read()
    if (link === 'refused') return
    if (status.state === 'live') {
      store.change({ me: status.user })
      void arrive()
    } else if (status.state !== 'connecting' || link === 'live') store.change({ link: 'lost' })
  })

  /** Live: takes its place in the room again, where it was lost, and reads what it has not received. */
  async function arrive(): Promise<void> {
    try {
      room ??= (await getLobby()).room
      const member = await chat.call('members.join', { room })
      if (member.joinedAt !== joinedAt)
        await Promise.all([conversation.start(room), roll.call(room)])
      joinedAt = member.joinedAt
      if (chat.status.state === 'live') store.change({ link: 'live' })
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      // The data folder is another one, though its secret is the same.
      if (error.code === 'not_found') return refuse()
      if (chat.status.state === 'live') setTimeout(arrive, AGAIN_MS)
    }
  }

  function refuse(): void {
    store.change({ link: 'refused' })
    close()
  }

  function close(): void {
    unbadge()
    chat.close()
  }

  return { ...conversation, read: store.read, watch: store.watch }
}
