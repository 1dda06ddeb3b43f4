import type { RoomId, Sender } from '@parlance/sdk'
import { useChat, useRooms } from '@parlance/sdk/react'
import { type ReactNode, useState } from 'react'
import { useCommand } from '../../../lib/use-command.ts'
import { useMe } from '../../../session/use-me.ts'
import { Button } from '../../../ui/button.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Notice } from '../../../ui/states.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { useModerationWords } from '../../../words/moderation/moderation-words.ts'
import { fill } from '../../../words/plural.ts'
import { rightsOf } from '../../rights/index.ts'
import { isServerStaff } from '../is-server-staff.ts'
import type { OnMessage } from '../shown-dialog.ts'

type OfPerson = { readonly user: Sender; readonly onClose: () => void }

export function RemoveDialog({ user, room, onClose }: OfPerson & { readonly room: RoomId }) {
  const chat = useChat()
  const words = useModerationWords()
  const { name } = user
  return (
    <Confirm
      title={fill(words.removePerson, { name })}
      hint={fill(words.removeHint, { name })}
      button={words.remove}
      command={() => chat.members.remove({ room, user: user.id })}
      done={fill(words.removed, { name })}
      onClose={onClose}
    />
  )
}

export function DeleteAllDialog({
  user,
  room,
  onClose,
}: OfPerson & { readonly room?: RoomId | undefined }) {
  const chat = useChat()
  const words = useModerationWords()
  const me = useMe()
  const mine = useRooms().rooms.find(({ id }) => id === room)
  const isRoom = mine !== undefined && rightsOf(mine, me).isStaff
  const [place, setPlace] = useState<'room' | 'server'>(isRoom ? 'room' : 'server')
  const { name } = user
  const command = () =>
    place === 'room' && room !== undefined
      ? chat.messages.deleteAll({ room, user: user.id })
      : chat.serverMessages.deleteAll({ user: user.id })
  return (
    <Confirm
      title={fill(words.deleteAll, { name })}
      hint={words.deleteAllHint}
      button={words.delete}
      command={command}
      done={fill(words.deletingAll, { name })}
      onClose={onClose}
    >
      {isRoom && isServerStaff(me) && (
        <Choice
          label={words.where}
          value={place}
          options={[
            ['room', words.here],
            ['server', words.everywhere],
          ]}
          onChange={setPlace}
        />
      )}
    </Confirm>
  )
}

type OfMessage = { readonly message: OnMessage; readonly onClose: () => void }

export function DeleteMessageDialog({ message: { id, room }, onClose }: OfMessage) {
  const chat = useChat()
  const words = useModerationWords()
  return (
    <Confirm
      title={words.deleteMessage}
      hint={words.deleteMessageHint}
      button={words.delete}
      command={() => chat.messages.delete({ room, message: id })}
      onClose={onClose}
    />
  )
}

type ConfirmProps = {
  readonly title: string
  readonly hint: string
  readonly button: string
  readonly command: () => Promise<unknown>
  /** What is said when it is done, where nothing else shows it. */
  readonly done?: string
  readonly onClose: () => void
  readonly children?: ReactNode
}

function Confirm({ title, hint, button, command, done, onClose, children }: ConfirmProps) {
  const words = useModerationWords()
  const { run, refusal, isBusy } = useCommand()
  async function act(): Promise<void> {
    await command()
    if (done !== undefined) showToast(done)
    onClose()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={(event) => run(act, event)}>
        <p className="moderation-hint">{hint}</p>
        {children}
        {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
        <div className="moderation-buttons">
          <Button type="submit" look="danger" disabled={isBusy}>
            {button}
          </Button>
          <Button onClick={onClose}>{words.cancel}</Button>
        </div>
      </form>
    </Dialog>
  )
}
