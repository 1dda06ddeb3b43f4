import { ChatError, type MyRoom } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useLocation } from 'wouter'
import { refusalOf } from '../../lib/refusal.ts'
import { useMe } from '../../session/use-me.ts'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import { showToast } from '../../ui/toast.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { rightsOf } from '../rights/index.ts'

type Props = {
  readonly room: MyRoom
  readonly name: string
  readonly isLobby: boolean
  readonly path: string
}

export function RoomMenu({ room, name, isLobby, path }: Props) {
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
      showToast(refusalOf(error))
    }
  }
  const items: MenuItem[] = [
    { label: words.pins, icon: 'pin', onSelect: () => navigate(`${path}/pins`) },
    {
      label: words.roomSettings,
      icon: 'settings',
      onSelect: () => navigate(`${path}/settings`),
    },
    {
      label: words.searchHere,
      icon: 'search',
      onSelect: () => navigate(`/search?q=${encodeURIComponent(`in:"${name}" `)}`),
    },
  ]
  if (rightsOf(room, me).isStaff)
    items.push({
      label: words.acts.moderation,
      icon: 'shield',
      onSelect: () => navigate(`/moderation/rooms/${room.id}`),
    })
  // The page joins the lobby by itself.
  if (!isLobby)
    items.push({
      label: words.leave,
      icon: 'leave',
      onSelect: () => void leave(),
      isDanger: true,
    })
  return <Menu label={fill(words.roomMenu, { room: name })} items={items} />
}
