import type { Explanation, MyRoom, User } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useId, useState } from 'react'
import { capitalized } from '../../../lib/times.ts'
import { useCommand } from '../../../lib/use-command.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { Notice } from '../../../ui/states.tsx'
import { useModerationWords } from '../../../words/moderation/moderation-words.ts'
import { fill } from '../../../words/plural.ts'
import { useRoomName } from '../../room-names/index.ts'

/** Suggestions: every command can be asked about (docs/permissions.md). */
const COMMANDS = [
  'messages.send',
  'messages.delete',
  'messages.deleteAll',
  'reactions.add',
  'pins.add',
  'members.add',
  'members.remove',
  'members.update',
  'invitations.create',
  'rooms.update',
  'rooms.delete',
  'sanctions.create',
  'roomWordLists.create',
]

type Props = {
  readonly user: User
  readonly rooms: readonly MyRoom[]
  readonly onClose: () => void
}

/** Why a person may use a command, or may not: the server’s own decision, with its rule in words. */
export function ExplainDialog({ user, rooms, onClose }: Props) {
  const chat = useChat()
  const words = useModerationWords()
  const id = useId()
  const [command, setCommand] = useState('messages.send')
  const [room, setRoom] = useState<MyRoom | undefined>(rooms[0])
  const [answer, setAnswer] = useState<Explanation>()
  const { run, refusal, isBusy } = useCommand()

  async function ask(): Promise<void> {
    setAnswer(undefined)
    const input = { command: command.trim(), user: user.id, ...(room && { room: room.id }) }
    setAnswer(await chat.permissions.explain(input))
  }
  return (
    <Dialog title={fill(words.explainTitle, { name: user.name })} onClose={onClose}>
      <form onSubmit={(event) => run(ask, event)}>
        <Field
          label={words.command}
          dir="ltr"
          list={`${id}-commands`}
          value={command}
          required
          onChange={(event) => setCommand(event.target.value)}
          hint={words.commandHint}
          refusal={refusal}
        />
        <datalist id={`${id}-commands`}>
          {COMMANDS.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <div className="field">
          <label htmlFor={`${id}-room`}>{words.room}</label>
          <select
            id={`${id}-room`}
            className="input"
            value={room?.id ?? ''}
            onChange={({ target }) => setRoom(rooms.find((one) => one.id === target.value))}
          >
            <option value="">{words.noRoom}</option>
            {rooms.map((one) => (
              <RoomOption key={one.id} room={one} />
            ))}
          </select>
        </div>
        {answer && (
          <Notice look={answer.allowed ? 'ok' : 'danger'}>
            <div>
              <strong>{answer.allowed ? words.allowed : words.refused}</strong>
              <p dir="auto">{capitalized(answer.reason)}</p>
            </div>
          </Notice>
        )}
        <Button type="submit" look="primary" disabled={isBusy}>
          {words.ask}
        </Button>
      </form>
    </Dialog>
  )
}

const RoomOption = ({ room }: { readonly room: MyRoom }) => (
  <option value={room.id}>{useRoomName(room)}</option>
)
