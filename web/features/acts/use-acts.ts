import type { MyRoom, Sender, UserId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useBlocks } from '@parlance/sdk/react/moderation'
import { useMemo } from 'react'
import { useMe } from '../../session/use-me.ts'
import type { MenuItem } from '../../ui/menu.tsx'
import { showToast } from '../../ui/toast.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { isServerStaff, type OnMessage, showModeration } from '../moderation/index.ts'
import { rightsOf } from '../rights/index.ts'
import { tryCommand } from './try-command.ts'

export type Acts = {
  /** What the user can do about a person: everybody reports and blocks, the staff acts. Nothing on oneself. */
  readonly ofPerson: (user: Sender) => readonly MenuItem[]
  /** The same without what the card of a person has itself: to block and to remove them. */
  readonly ofCard: (user: Sender) => readonly MenuItem[]
  /** The same about the sender of a message, and about the message. */
  readonly ofMessage: (message: OnMessage) => readonly MenuItem[]
}

/** The acts that a menu offers in a room or, without `room`, anywhere else. The server decides who may use each. */
export function useActs(room: MyRoom | undefined): Acts {
  const chat = useChat()
  const { acts } = useWords()
  const { isBlocked } = useBlocks()
  const me = useMe()
  const isStaff = room !== undefined && rightsOf(room, me).isStaff
  const mayAct = isStaff || (isServerStaff(me) && room?.type !== 'dm')
  const id = room?.id

  return useMemo(() => {
    async function block(user: UserId, name: string, isOn: boolean): Promise<void> {
      const done = await tryCommand(() =>
        isOn ? chat.blocks.create({ user }) : chat.blocks.delete({ user }),
      )
      if (!done) return
      if (isOn) showToast(fill(acts.blocked, { name }), () => void block(user, name, false))
      else showToast(fill(acts.unblocked, { name }))
    }
    function blocking({ id, name }: Sender): MenuItem {
      const isOn = !isBlocked(id)
      const label = isOn ? acts.block : acts.unblock
      return { label, icon: 'hide', onSelect: () => void block(id, name, isOn) }
    }
    const report = (user: Sender, message?: OnMessage): MenuItem => ({
      label: acts.report,
      icon: 'flag',
      onSelect: () => showModeration({ kind: 'report', user, room: id, message }),
    })
    const danger = { icon: 'shield', isDanger: true } as const
    const removing = (user: Sender): readonly MenuItem[] =>
      isStaff && id !== undefined
        ? [
            {
              ...danger,
              label: acts.remove,
              icon: 'leave',
              onSelect: () => showModeration({ kind: 'remove', user, room: id }),
            },
          ]
        : []
    function restricting(user: Sender): readonly MenuItem[] {
      if (!mayAct) return []
      const onPerson = { user, room: id }
      return [
        {
          ...danger,
          label: acts.restrict,
          onSelect: () => showModeration({ kind: 'restrict', ...onPerson }),
        },
        {
          ...danger,
          label: acts.deleteAll,
          icon: 'trash',
          onSelect: () => showModeration({ kind: 'delete-all', ...onPerson }),
        },
      ]
    }
    return {
      ofPerson: (user) =>
        user.id === chat.user?.id
          ? []
          : [report(user), blocking(user), ...removing(user), ...restricting(user)],
      ofCard: (user) => (user.id === chat.user?.id ? [] : [report(user), ...restricting(user)]),
      ofMessage(message) {
        const { sender } = message
        if (sender.id === chat.user?.id) return []
        return [report(sender, message), blocking(sender), ...restricting(sender)]
      },
    }
  }, [chat, acts, isBlocked, isStaff, mayAct, id])
}
