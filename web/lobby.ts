import { ChatError, createChat, type RoomId } from '../sdk/typescript/src/index.ts'
import { getLobby, refresh } from './api.ts'
import { openConversation } from './conversation.ts'
import { emptyState } from './lobby-state.ts'
import { openMemberList } from './member-list.ts'
import { readMembershipChanges } from './membership-changes.ts'
import { type Session, storeSession } from './session.ts'
import { createStore } from './store.ts'
import { badgeTitle } from './title.ts'

export type Lobby = ReturnType<typeof openLobby>

/** How long after a failed join the page tries again. */
const RETRY_MS = 1000

/** The lobby as one user sees it, kept up to date until the session ends. */
export function openLobby(initial: Session) {
  let session = initial
  const store = createStore(emptyState)
  const chat = createChat({
    url: new URL('.', location.href).href,
    token: async ({ reason }) => {
      if (reason === 'rejected') await renew()
      return session.token
    },
  })
  const conversation = openConversation(chat, store, () => readMembershipChanges(session.token))
  const memberList = openMemberList(chat, store)
  const removeBadge = badgeTitle(chat, store)
  let room: RoomId | undefined
  /** Of the user's membership. Another time means that the user was not a member meanwhile and missed events. */
  let joinedAt: string | undefined

  chat.onReset(() => {
    joinedAt = undefined
  })
  chat.onStatus((status) => {
    const { connection } = store.read()
    if (connection === 'refused') return
    if (status.state === 'live') {
      store.change({ me: status.user })
      void joinRoom()
    } else if (status.state !== 'connecting' || connection === 'live')
      store.change({ connection: 'lost' })
  })

  // Without a network a socket stays open in silence: the SDK alone would notice it after 40 s.
  addEventListener('offline', chat.drop)

  /** Joins the room, also after a removal, and reads the current state if the user missed events. */
  async function joinRoom(): Promise<void> {
    try {
      room ??= (await getLobby()).room
      const member = await chat.call('members.join', { room })
      if (member.joinedAt !== joinedAt)
        await Promise.all([conversation.start(room), memberList.load(room)])
      joinedAt = member.joinedAt
      if (chat.status.state === 'live') store.change({ connection: 'live' })
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      // The server has another database but the same secret, so the token is valid and its user does not exist.
      if (error.code === 'not_found') return endSession()
      if (chat.status.state === 'live') setTimeout(joinRoom, RETRY_MS)
    }
  }

  /** The next access token of an account. Other users, and those whose session was ended, sign in again. */
  async function renew(): Promise<void> {
    if (session.refreshToken === undefined) return endSession()
    try {
      session = await refresh(session.refreshToken)
      storeSession(session)
    } catch (error) {
      // Without the server there is no answer: the chat tries again.
      if (!(error instanceof ChatError) || error.code === 'disconnected') throw error
      endSession()
    }
  }

  function endSession(): void {
    store.change({ connection: 'refused' })
    close()
  }

  function close(): void {
    removeBadge()
    removeEventListener('offline', chat.drop)
    chat.close()
  }

  return { ...conversation, read: store.read, watch: store.watch }
}
