import type { Chat, Message, MyRoom, RoomId } from '@parlance/sdk'
import { keyedStorage } from '@parlance/sdk/outbox'

/** The pages of the rooms that were opened last are kept, each with its latest messages. */
const MOST_ROOMS = 30
const MOST_MESSAGES = 50
/** At most one write in this time: a busy room changes many times a second. */
const WRITE_MS = 1000
/** What another version of the app has kept is not read. */
const VERSION = 1

/** The rooms of the user. `opened`: the rooms that have pages, the last opened one first. `at`: when they were read. */
type KeptRooms = {
  readonly version: typeof VERSION
  readonly at: string
  readonly lobby: RoomId | undefined
  readonly rooms: readonly MyRoom[]
  readonly opened: readonly RoomId[]
}
export type KeptPage = {
  readonly version: typeof VERSION
  readonly at: string
  readonly messages: readonly Message[]
}
export type KeptPages = ReturnType<typeof keptPages>

/**
 * The rooms and their latest messages, to show them before the server has answered. They are read from the server again
 * on every connection. Where storage is forbidden or full nothing is kept, and nothing rejects.
 */
export function openKeptPages(chat: Chat, user: string): KeptPages {
  const pages = opened.get(chat) ?? keptPages(user)
  if (!opened.has(chat))
    chat.onStatus(({ state }) => {
      if (state === 'closed') pages.close()
    })
  opened.set(chat, pages)
  return pages
}

const opened = new WeakMap<Chat, KeptPages>()

export function keptPagesOf(chat: Chat): KeptPages {
  const pages = opened.get(chat)
  if (pages === undefined) throw new Error('the kept pages were not opened')
  return pages
}

/** Removes all pages: the session has ended, and its user may not see the rooms any more. */
export const forgetPages = async (chat: Chat): Promise<void> => opened.get(chat)?.clear()

function keptPages(user: string) {
  const storage = keyedStorage(user, 'pages')
  const waiting = new Map<string, () => object | undefined>()
  let recent: readonly RoomId[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let isClosed = false

  function later(key: string, value: () => object | undefined): void {
    if (isClosed) return
    waiting.set(key, value)
    timer ??= setTimeout(write, WRITE_MS)
  }
  async function write(): Promise<void> {
    timer = undefined
    const values = [...waiting]
    waiting.clear()
    const at = new Date().toISOString()
    for (const [key, read] of values) {
      const value = read()
      if (value && !isClosed)
        await storage.set(key, { version: VERSION, at, ...value }).catch(nothing)
    }
  }
  // A page that is closed writes what waits, as far as the browser lets it.
  addEventListener('pagehide', write)

  return {
    async rooms(): Promise<KeptRooms | undefined> {
      const kept = await storage.get(ROOMS).catch(nothing)
      if (!isKept<KeptRooms>(kept, 'rooms')) return undefined
      recent = kept.opened
      return kept
    },
    async page(room: RoomId): Promise<KeptPage | undefined> {
      const kept = await storage.get(room).catch(nothing)
      if (!isKept<KeptPage>(kept, 'messages')) return undefined
      const messages = kept.messages.filter(hasNotExpired)
      return { ...kept, messages }
    },
    keepRooms: (rooms: readonly MyRoom[], lobby: RoomId | undefined): void =>
      later(ROOMS, () => ({ rooms, lobby, opened: recent })),
    /** The room is opened: its page is the last to be dropped. */
    open(room: RoomId): void {
      const all = [room, ...recent.filter((one) => one !== room)]
      recent = all.slice(0, MOST_ROOMS)
      for (const old of all.slice(MOST_ROOMS)) void storage.remove(old).catch(nothing)
    },
    /** `read` is called when the page is written; undefined leaves what is kept. */
    keepPage: (room: RoomId, read: () => readonly Message[] | undefined): void =>
      later(room, () => {
        const messages = read()
        return messages && { messages: messages.slice(-MOST_MESSAGES) }
      }),
    async clear(): Promise<void> {
      close()
      for (const key of [ROOMS, ...recent]) await storage.remove(key).catch(nothing)
    },
    close,
  }

  function close(): void {
    isClosed = true
    clearTimeout(timer)
    waiting.clear()
    removeEventListener('pagehide', write)
  }
}

const ROOMS = 'rooms'
const nothing = () => undefined

const hasNotExpired = ({ expiresAt }: Message): boolean =>
  expiresAt === undefined || Date.parse(expiresAt) > Date.now()

/** The user, or a later version of the app, can have written the storage. */
const isKept = <T extends { readonly version: number }>(
  value: unknown,
  list: keyof T,
): value is T =>
  typeof value === 'object' &&
  value !== null &&
  'version' in value &&
  value.version === VERSION &&
  list in value &&
  Array.isArray(Reflect.get(value, list))
