import type { MyRoom } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { PanelHead } from '../../ui/panel-head.tsx'
import { useWords } from '../../words/words.ts'
import { rightsOf } from '../rights/index.ts'
import { DetailsForm } from './details-form.tsx'
import { EntryForm } from './entry-form.tsx'
import { Invitations } from './invitations.tsx'
import { JoinRequests } from './join-requests.tsx'
import { NotifyForm } from './notify-form.tsx'
import { RoomEnd } from './room-end.tsx'

type Props = {
  readonly room: MyRoom
  readonly name: string
  readonly isLobby: boolean
  readonly closePath: string
}

/** What the user can set in a room: notifications for everybody, the rest for those who may. */
export function RoomSettings({ room, name, isLobby, closePath }: Props) {
  const chat = useChat()
  const words = useWords()
  const { isStaff, canManage } = rightsOf(room, chat.user)
  const isOpen = room.type === 'public' || room.type === 'announcement'
  const isArchived = room.archivedAt !== undefined
  return (
    <>
      <PanelHead title={words.roomSettings} closePath={closePath} />
      <div className="panel-body room-settings">
        <NotifyForm room={room} />
        {isStaff && room.entry === 'request' && <JoinRequests room={room.id} />}
        {isStaff && !isArchived && <Invitations room={room.id} />}
        {canManage && <DetailsForm room={room} />}
        {canManage && isOpen && <EntryForm room={room} />}
        <RoomEnd room={room} name={name} isLobby={isLobby} />
      </div>
    </>
  )
}
