import type { Message } from '@parlance/sdk'
import { rightsOf } from '../rights/index.ts'
import type { MessagePlace } from './types.ts'

/** What the page offers for a message. The server decides: see docs/permissions.md. */
export function messageRights({ room, me }: Pick<MessagePlace, 'room' | 'me'>, message: Message) {
  const isThere = message.deletedAt === undefined && message.system === undefined
  const isMine = message.sender.id === me?.id
  const rights = room && isThere ? rightsOf(room, me) : undefined
  const isOpen = room?.archivedAt === undefined
  return {
    canReply: !!rights?.canWrite,
    canThread: !!rights?.canWrite && !!room?.features.threads && message.thread === undefined,
    canReact: !!rights && isOpen && !!room?.features.reactions,
    canEdit: !!rights?.canWrite && isMine,
    canPin: !!rights && isOpen && (rights.isStaff || room?.type === 'dm'),
    canDelete: !!rights && (isMine || rights.isStaff),
    canSeeReaders: !!rights && !!room?.features.receipts,
    canRead: isThere,
  }
}
