import type { Message } from '@parlance/sdk'
import { useLocation } from 'wouter'
import { copyText } from '../../lib/copy.ts'
import { BASE, messagePath, threadPath } from '../../lib/paths.ts'
import type { MenuItem } from '../../ui/menu.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useWords } from '../../words/words.ts'
import { useActs } from '../acts/index.ts'
import { messageRights } from './message-rights.ts'
import type { MessagePlace, Overlay } from './types.ts'

/** The commands for a message: the same in its menu and in its sheet. */
export function useMessageItems(
  place: MessagePlace,
  message: Message,
  open: (kind: Overlay['kind']) => void,
): readonly MenuItem[] {
  const words = useWords()
  const [, navigate] = useLocation()
  const { window, path, onReply, onEdit, onMarkUnread } = place
  const { ofMessage } = useActs(place.room)
  const can = messageRights(place, message)
  const { id, seq, text, pinnedAt } = message

  async function copy(text: string): Promise<void> {
    showToast((await copyText(text)) ? words.copied : words.notCopied)
  }
  function remove(): void {
    window.change({ kind: 'deletion', message: id, isOn: true })
    const isOwn = message.sender.id === place.me?.id
    const undo = () => window.change({ kind: 'deletion', message: id, isOn: false })
    // Only the author can restore a message.
    showToast(words.messageDeleted, isOwn ? undo : undefined)
  }
  const items: readonly (MenuItem | false)[] = [
    can.canReact && { label: words.addReaction, icon: 'react', onSelect: () => open('picker') },
    can.canReply &&
      onReply !== undefined && {
        label: words.reply,
        icon: 'reply',
        onSelect: () => onReply(message),
      },
    can.canThread && {
      label: words.replyInThread,
      icon: 'thread',
      onSelect: () => navigate(threadPath(path, id)),
    },
    can.canEdit && { label: words.edit, icon: 'edit', onSelect: () => onEdit(message) },
    can.canPin && {
      label: pinnedAt === undefined ? words.pin : words.unpin,
      icon: 'pin',
      onSelect: () => window.change({ kind: 'pin', message: id, isOn: pinnedAt === undefined }),
    },
    can.canRead && { label: words.copyText, icon: 'copy', onSelect: () => void copy(text) },
    {
      label: words.copyLink,
      icon: 'link',
      onSelect: () => void copy(location.origin + BASE + messagePath(path, seq)),
    },
    onMarkUnread !== undefined && {
      label: words.markUnread,
      icon: 'unread',
      onSelect: () => onMarkUnread(message),
    },
    can.canSeeReaders && { label: words.seenBy, icon: 'eye', onSelect: () => open('seen') },
    can.canDelete && {
      label: words.deleteMessage,
      icon: 'trash',
      onSelect: remove,
      isDanger: true,
    },
    ...(place.room && can.canRead ? ofMessage(message) : []),
  ]
  return items.filter((item) => item !== false)
}
