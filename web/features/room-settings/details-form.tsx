import type { MyRoom } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useCommand } from '../../lib/use-command.ts'
import { Button } from '../../ui/button.tsx'
import { Choice, Switch } from '../../ui/choice.tsx'
import { Field } from '../../ui/field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useWords } from '../../words/words.ts'

/** The protocol's limits (LIMITS.roomNameLength, topicLength). */
const MAX_NAME = 80
const MAX_TOPIC = 250
/** The pauses of slow mode that are offered, in seconds. */
const PAUSES = ['0', '10', '60', '300'] as const

/** The name and the rules of a room. */
export function DetailsForm({ room }: { readonly room: MyRoom }) {
  const chat = useChat()
  const words = useWords()
  const [name, setName] = useState(room.name ?? '')
  const [topic, setTopic] = useState(room.topic ?? '')
  const [isReadOnly, setReadOnly] = useState(room.readOnly)
  const [history, setHistory] = useState(room.history)
  const [slow, setSlow] = useState(`${room.slowSeconds ?? 0}`)
  const { run, refusal, isBusy } = useCommand()

  async function save(): Promise<void> {
    await chat.rooms.update({
      room: room.id,
      name: name.trim(),
      topic: topic.trim(),
      readOnly: isReadOnly,
      history,
      slowSeconds: Number(slow),
    })
    showToast(words.saved)
  }
  // A pause that another client has set stays among the choices.
  const pauses = [...new Set<string>([...PAUSES, slow])]
  return (
    <form onSubmit={(event) => run(save, event)}>
      <h3>{words.roomDetails}</h3>
      <Field
        label={words.roomName}
        value={name}
        onChange={(event) => setName(event.target.value)}
        required
        maxLength={MAX_NAME}
        refusal={refusal}
      />
      <Field
        label={words.roomTopic}
        value={topic}
        onChange={(event) => setTopic(event.target.value)}
        maxLength={MAX_TOPIC}
      />
      <Switch
        label={words.readOnlySwitch}
        checked={isReadOnly}
        onChange={(event) => setReadOnly(event.target.checked)}
      />
      <Choice
        label={words.historyOf}
        value={history}
        options={[
          ['all', words.histories.all],
          ['joined', words.histories.joined],
        ]}
        onChange={setHistory}
      />
      <Choice
        label={words.slowMode}
        value={slow}
        options={pauses.map((pause) => [pause, pauseOf(Number(pause), words)] as const)}
        onChange={setSlow}
      />
      <Button type="submit" look="primary" disabled={isBusy}>
        {words.save}
      </Button>
    </form>
  )
}

const pauseOf = (seconds: number, { off, locale }: ReturnType<typeof useWords>): string =>
  seconds === 0
    ? off
    : new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: seconds % 60 === 0 ? 'minute' : 'second',
        unitDisplay: 'long',
      }).format(seconds % 60 === 0 ? seconds / 60 : seconds)
