'use client'

import { useCallback, useMemo } from 'react'
import type { Chat } from '../chat.ts'
import type { LiveList, LoadState } from '../live-list.ts'
import { openBlocks } from '../moderation/blocks.ts'
import type { Pages } from '../moderation/pages.ts'
import { openMySanctions } from '../moderation/sanctions.ts'
import type { Block, Sanction, UserId } from '../protocol.ts'
import { useChat } from '../react.ts'
import { useEnds, useList } from './lists.ts'

/** The users whom the user has blocked. All components share the list. */
export function useBlocks(): LoadState & {
  readonly blocks: readonly Block[]
  readonly isBlocked: (user: UserId) => boolean
} {
  const chat = useChat()
  const { all, progress } = useList(shared(blocks, chat, () => openBlocks(chat)))
  const blocked = useMemo(() => new Set(all.map(({ user }) => user)), [all])
  const isBlocked = useCallback((user: UserId) => blocked.has(user), [blocked])
  return { blocks: all, isBlocked, ...progress }
}

/** The bans and mutes of the user that are in force. */
export function useMySanctions(): LoadState & { readonly sanctions: readonly Sanction[] } {
  const chat = useChat()
  const list = shared(mine, chat, () => openMySanctions(chat))
  const { all, progress } = useList(list)
  useEnds(all, list)
  return { sanctions: all, ...progress }
}

const blocks = new WeakMap<Chat, LiveList<Block>>()
const mine = new WeakMap<Chat, Pages<Sanction>>()

function shared<List>(lists: WeakMap<Chat, List>, chat: Chat, open: () => List): List {
  const list = lists.get(chat) ?? open()
  lists.set(chat, list)
  return list
}
