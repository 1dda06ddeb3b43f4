import { type Chat, ChatError, type MyRoom, type Room, type RoomId } from '@parlance/sdk'
import { createStore } from '../../lib/store.ts'
import { sessions } from '../../session/session.ts'
import { openMemberList } from '../member-list/index.ts'
import { isMember } from '../room-names/index.ts'
import { type MembershipChange, openConversation, readLobbyChanges } from '../timeline/index.ts'

export type OpenedRoom = ReturnType<typeof openRoom>

export type RoomState = {
  /** `visitor`: the room is open, and the user is not a member. `gone`: the user cannot see it. */
  readonly access: 'unknown' | 'member' | 'visitor' | 'gone'
  /** `lost`: the SDK reconnects by itself. */
  readonly connection: 'connecting' | 'live' | 'lost'
  /** As it was read when the room was opened: the list of rooms is newer. */
  readonly room: Room | MyRoom | undefined
}

/** How long after a failed read the page tries again. */
const RETRY_MS = 1000

/** A room as the user sees it, kept up to date until the chat is closed. The user is always a member of the lobby. */
function openRoom(chat: Chat, id: RoomId, isLobby: boolean) {
  const store = createStore<RoomState>({
    access: 'unknown',
    connection: 'connecting',
    room: undefined,
  })
  const conversation = openConversation(chat, id, isLobby ? lobbyChanges : noChanges)
  const members = openMemberList(chat, id)
  const { on } = chat.room(id)
  /** Of the membership. Another time means that the user was not a member meanwhile and missed events. */
  let joinedAt: string | undefined

  chat.onReset(() => {
    joinedAt = undefined
  })
  chat.onStatus(({ state }) => {
    const { connection } = store.read()
    if (state === 'live') void enter()
    else if (state !== 'connecting' || connection === 'live') store.change({ connection: 'lost' })
  })
  on('member.left', ({ user }) => {
    if (user.id === chat.user?.id && !isLobby) void enter()
  })
  on('member.joined', ({ member }) => {
    if (member.user.id === chat.user?.id && store.read().access !== 'member') void enter()
  })
  chat.on('room.deleted', ({ log }) => {
    if (log === id) store.change({ access: 'gone' })
  })
  if (chat.status.state === 'live') void enter()

  /** Reads the current state if the user missed events. */
  async function enter(): Promise<void> {
    try {
      const now = isLobby ? (await chat.members.join({ room: id })).joinedAt : await membership()
      if (now !== undefined && now !== joinedAt) {
        await Promise.all([conversation.start(), members.load()])
        joinedAt = now
      }
      const isLive = chat.status.state === 'live'
      store.change({
        ...(now !== undefined && { access: 'member' }),
        ...(isLive && { connection: 'live' }),
      })
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      if (error.code === 'not_found') store.change({ access: 'gone', connection: 'live' })
      else if (chat.status.state === 'live') setTimeout(enter, RETRY_MS)
    }
  }

  /** Something that is the same for as long as the user stays a member. Undefined for a visitor. */
  async function membership(): Promise<string | undefined> {
    const { rooms } = await chat.rooms.list({ id: [id] })
    const found = rooms.find((room) => room.id === id) ?? (await chat.rooms.get({ room: id }))
    store.change({ room: found, ...(!isMember(found) && { access: 'visitor' }) })
    return isMember(found) ? `${found.joinedSeq}` : undefined
  }

  return {
    id,
    read: store.read,
    watch: store.watch,
    conversation,
    members,
  }
}

const noChanges = async (): Promise<readonly MembershipChange[]> => []

function lobbyChanges(): Promise<readonly MembershipChange[]> {
  const { session } = sessions.read()
  return readLobbyChanges(session?.kind === 'tab' ? session.token : undefined)
}

const opened = new WeakMap<object, OpenedRoom>()

/** The same for the same chat and room, so that a room is shown at once when the user comes back to it. */
export function roomOf(chat: Chat, id: RoomId, isLobby: boolean): OpenedRoom {
  const key = chat.room(id)
  const room = opened.get(key) ?? openRoom(chat, id, isLobby)
  opened.set(key, room)
  return room
}
