import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useCommand } from '../../lib/use-command.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { useWords } from '../../words/words.ts'

/** The protocol's limits (LIMITS.roomNameLength, topicLength). */
const MAX_NAME = 80
const MAX_TOPIC = 250

export function NewRoom({ onClose }: { readonly onClose: () => void }) {
  const chat = useChat()
  const words = useWords()
  const [, navigate] = useLocation()
  const [name, setName] = useState('')
  const [topic, setTopic] = useState('')
  const [type, setType] = useState<'public' | 'group'>('public')
  const { run, refusal, isBusy } = useCommand()

  async function create(): Promise<void> {
    const input = { type, name: name.trim(), ...(topic.trim() && { topic: topic.trim() }) }
    const { id } = await chat.rooms.create(input)
    onClose()
    navigate(`/r/${id}`)
  }

  return (
    <Dialog title={words.newRoom} onClose={onClose}>
      <form onSubmit={(event) => run(create, event)}>
        <Field
          label={words.roomName}
          value={name}
          onChange={(event) => setName(event.target.value)}
          required
          autoFocus
          maxLength={MAX_NAME}
          refusal={refusal}
        />
        <Field
          label={words.roomTopic}
          value={topic}
          onChange={(event) => setTopic(event.target.value)}
          maxLength={MAX_TOPIC}
        />
        <Choice
          label={words.roomType}
          value={type}
          options={[
            ['public', words.roomTypes.public],
            ['group', words.roomTypes.group],
          ]}
          onChange={setType}
        />
        <Button type="submit" look="primary" disabled={isBusy}>
          {words.createRoom}
        </Button>
      </form>
    </Dialog>
  )
}
