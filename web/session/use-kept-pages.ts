import type { Chat, MyRoom, RoomId } from '@parlance/sdk'
import { useRoomList } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'
import { keptPagesOf, openKeptPages } from './kept-pages.ts'
import { rememberUser } from './kept-users.ts'

/** A browser whose storage does not answer in this time keeps nobody waiting. */
const MOST_WAIT_MS = 500

/** As it was kept. */
export type OpenedPages = { readonly lobby: RoomId | undefined; readonly rooms: readonly MyRoom[] }

/** Opens the kept pages. Undefined until the kept rooms are read. */
export function useKeptPages(chat: Chat, user: string | undefined): OpenedPages | undefined {
  const [opened, setOpened] = useState<OpenedPages>()
  useEffect(() => {
    if (user !== undefined) void open(chat, user).then(setOpened)
  }, [chat, user])
  return opened
}

async function open(chat: Chat, user: string): Promise<OpenedPages> {
  const pages = openKeptPages(chat, user)
  rememberUser(user)
  const slow = new Promise<undefined>((resolve) => setTimeout(resolve, MOST_WAIT_MS))
  const found = await Promise.race([pages.rooms(), slow])
  return { lobby: found?.lobby, rooms: found?.rooms ?? [] }
}

/** Shows the kept rooms until the rooms are read, and keeps these for the next start. */
export function useKeptRooms(chat: Chat, kept: readonly MyRoom[], lobby: RoomId | undefined): void {
  const { all, progress, read, set } = useRoomList()
  useState(() => read().progress.state === 'loading' && set(kept))
  useEffect(() => {
    if (progress.state === 'ready') keptPagesOf(chat).keepRooms(all, lobby)
  }, [chat, all, progress, lobby])
}
