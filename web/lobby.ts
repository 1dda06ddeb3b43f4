import { ChatError, createChat, type Input, type RoomId } from '../sdk/typescript/src/index.ts'
import { type Outgoing, openOutbox } from '../sdk/typescript/src/outbox.ts'
import { type Position, type RoomWindow, roomWindow } from '../sdk/typescript/src/window.ts'
import { getLobby, refresh } from './api.ts'
import { inMemory } from './in-memory.ts'
import { emptyState } from './lobby-state.ts'
import { openMemberList } from './member-list.ts'
import { openMembershipChanges } from './membership-changes.ts'
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
  // Every tab is another user, so nothing is kept for the other tabs.
  const outbox = openOutbox(chat, { name: crypto.randomUUID(), storage: inMemory(), send })
  const membershipChanges = openMembershipChanges(chat, store)
  const memberList = openMemberList(chat, store)
  const removeBadge = badgeTitle(chat, store)
  let room: RoomId | undefined
  let window: RoomWindow | undefined
  let unwatch: (() => void) | undefined
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
        await Promise.all([
          openWindow(room),
          memberList.load(room),
          membershipChanges.load(session.token),
        ])
      joinedAt = member.joinedAt
      if (chat.status.state === 'live') store.change({ connection: 'live' })
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      // The server has another database but the same secret, so the token is valid and its user does not exist.
      if (error.code === 'not_found') return endSession()
      if (chat.status.state === 'live') setTimeout(joinRoom, RETRY_MS)
    }
  }

  /** Resolves when the window has been read. */
  function openWindow(room: RoomId): Promise<void> {
    const opened = roomWindow(chat, { room, outbox })
    window = opened
    return new Promise((resolve) => {
      const unsubscribe = opened.subscribe(() => {
        if (opened.read().load.state !== 'ready') return
        unwatch ??= opened.subscribe(show)
        show()
        unsubscribe()
        resolve()
      })
    })
    function show(): void {
      store.change({ window: opened.read() })
    }
  }

  /** Waiting messages can be sent before the page has joined the room again, and are then refused. */
  async function send(input: Input<'messages.send'>) {
    try {
      return await chat.call('messages.send', input)
    } catch (error) {
      if (!(error instanceof ChatError) || error.code !== 'forbidden') throw error
      await chat.call('members.join', { room: input.room })
      return chat.call('messages.send', input)
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
    unwatch?.()
    outbox.close()
    removeEventListener('offline', chat.drop)
    chat.close()
  }

  return {
    read: store.read,
    watch: store.watch,
    send: (text: string) => void window?.send(text),
    retry: ({ clientId }: Outgoing) => outbox.retry(clientId),
    discard: ({ clientId }: Outgoing) => outbox.discard(clientId),
    loadOlder: () => void window?.loadOlder(),
    loadNewer: () => void window?.loadNewer(),
    showLatest: async () => window?.showLatest(),
    setPosition: (position: Position) => window?.setPosition(position),
  }
}
