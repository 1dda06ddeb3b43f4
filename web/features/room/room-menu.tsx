import { ChatError, type MyRoom } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useLocation } from 'wouter'
import { capitalized } from '../../lib/times.ts'
import { useMe } from '../../session/use-me.ts'
import { Menu } from '../../ui/menu.tsx'
import { showToast } from '../../ui/toast.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { rightsOf } from '../rights/index.ts'

type Props = {
  readonly room: MyRoom
  readonly name: string
  /** The address of the room. */
  readonly path: string
}

export function RoomMenu({ room, name, path }: Props) {
  const chat = useChat()
  const me = useMe()
  const words = useWords()
  const [, navigate] = useLocation()

  async function leave(): Promise<void> {
    try {
      await chat.members.leave({ room: room.id })
      showToast(fill(words.left, { room: name }))
      navigate('/')
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      showToast(capitalized(error.message))
    }
  }
  return (
    <Menu
      label={fill(words.roomMenu, { room: name })}
      items={[
        { label: words.pins, icon: 'pin', onSelect: () => navigate(`${path}/pins`) },
        ...(rightsOf(room, me).isStaff
          ? [
              {
                label: words.acts.moderation,
                icon: 'shield' as const,
                onSelect: () => navigate(`/moderation/rooms/${room.id}`),
              },
            ]
          : []),
        { label: words.leave, icon: 'leave', onSelect: () => void leave(), isDanger: true },
      ]}
    />
  )
}
