import type { Chat } from '../chat.ts'
import { type LiveList, liveList } from '../live-list.ts'
import type { Block, UserId } from '../protocol.ts'

/** The users whom the user has blocked, the latest first, on all devices of the user. */
export function openBlocks(chat: Chat): LiveList<Block> {
  const without = (blocks: readonly Block[], user: UserId) =>
    blocks.filter((one) => one.user !== user)
  return liveList<Block>(chat, {
    read: async () => (await chat.call('blocks.list', {})).blocks,
    applyEvent(blocks, event) {
      if (event.type === 'block.created') return [event.block, ...without(blocks, event.block.user)]
      return event.type === 'block.deleted' ? without(blocks, event.user) : blocks
    },
  })
}
