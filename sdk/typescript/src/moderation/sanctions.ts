import type { Chat } from '../chat.ts'
import type { RoomId, Sanction } from '../protocol.ts'
import { openPages, type Pages } from './pages.ts'

/** The bans and mutes in force, the latest first: of a room for its staff, or of the whole server for that of the server. */
export const openSanctions = (chat: Chat, room?: RoomId): Pages<Sanction> =>
  openPages(chat, 'sanction.', async (after) =>
    paged(
      await (room === undefined
        ? chat.call('serverSanctions.list', { after })
        : chat.call('sanctions.list', { room, after })),
    ),
  )

/** The bans and mutes of the user that are in force, the latest first. */
export const openMySanctions = (chat: Chat): Pages<Sanction> =>
  openPages(chat, 'sanction.', async (after) =>
    paged(await chat.call('sanctions.listMine', { after })),
  )

type Answer = { readonly sanctions: readonly Sanction[]; readonly next?: string | undefined }
const paged = ({ sanctions, next }: Answer) => ({ items: sanctions, next })
