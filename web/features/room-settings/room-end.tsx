import type { MyRoom } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useCommand } from '../../lib/use-command.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/states.tsx'
import { showToast } from '../../ui/toast.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { rightsOf } from '../rights/index.ts'

type Props = { readonly room: MyRoom; readonly name: string; readonly isLobby: boolean }

/** Leaving, archiving and deleting a room. The lobby can be neither left nor deleted here. */
export function RoomEnd({ room, name, isLobby }: Props) {
  const chat = useChat()
  const words = useWords()
  const [, navigate] = useLocation()
  const [isDeleting, setDeleting] = useState(false)
  const { run, refusal, isBusy } = useCommand()
  const { canManage, canDelete } = rightsOf(room, chat.user)
  const isArchived = room.archivedAt !== undefined
  const archive = (archived: boolean) => chat.rooms.update({ room: room.id, archived })

  async function leave(): Promise<void> {
    await chat.members.leave({ room: room.id })
    showToast(fill(words.left, { room: name }))
    navigate('/')
  }
  if (isLobby) return null
  return (
    <section className="room-end">
      {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
      <Button icon="leave" disabled={isBusy} onClick={() => run(leave)}>
        {words.leave}
      </Button>
      {canManage && (
        <Button icon="archive" disabled={isBusy} onClick={() => run(() => archive(!isArchived))}>
          {isArchived ? words.unarchive : words.archive}
        </Button>
      )}
      {canDelete && (
        <Button look="danger" disabled={isBusy} onClick={() => setDeleting(true)}>
          {words.deleteRoom}
        </Button>
      )}
      {isDeleting && <DeleteRoom room={room} name={name} onClose={() => setDeleting(false)} />}
    </section>
  )
}

function DeleteRoom({
  room,
  name,
  onClose,
}: Omit<Props, 'isLobby'> & { readonly onClose: () => void }) {
  const chat = useChat()
  const words = useWords()
  const [, navigate] = useLocation()
  const [typed, setTyped] = useState('')
  const { run, refusal, isBusy } = useCommand()

  async function remove(): Promise<void> {
    await chat.rooms.delete({ room: room.id })
    navigate('/')
  }
  return (
    <Dialog title={words.deleteRoom} onClose={onClose}>
      <form onSubmit={(event) => run(remove, event)}>
        <p>{fill(words.deleteRoomHint, { room: name })}</p>
        <Field
          label={words.typeRoomName}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoFocus
          autoComplete="off"
          refusal={refusal}
        />
        <Button type="submit" look="danger" disabled={isBusy || typed.trim() !== name}>
          {words.deleteRoom}
        </Button>
      </form>
    </Dialog>
  )
}
