import type { Room } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useCommand } from '../../lib/use-command.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Notice } from '../../ui/states.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'

/** The protocol's limit (LIMITS.answerLength). */
const MAX_ANSWER = 500

type Props = {
  readonly room: Pick<Room, 'id' | 'name' | 'question'>
  readonly onClose: () => void
}

/** Asks the staff of a room to let the user in. */
export function JoinRequestDialog({ room, onClose }: Props) {
  const chat = useChat()
  const words = useWords()
  const [answer, setAnswer] = useState('')
  const [isSent, setSent] = useState(false)
  const { run, refusal, isBusy } = useCommand()
  const name = room.name ?? words.unnamed

  async function send(): Promise<void> {
    const text = answer.trim()
    await chat.joinRequests.create({ room: room.id, ...(text && { answer: text }) })
    setSent(true)
  }
  return (
    <Dialog title={fill(words.askToJoin, { room: name })} onClose={onClose}>
      {isSent ? (
        <Notice look="ok">{fill(words.joinRequestSent, { room: name })}</Notice>
      ) : (
        <form onSubmit={(event) => run(send, event)}>
          <TextArea
            label={room.question ?? words.joinMessage}
            value={answer}
            onChange={(event) => setAnswer(event.target.value)}
            required={room.question !== undefined}
            rows={3}
            maxLength={MAX_ANSWER}
            autoFocus
            hint={words.joinRequestHint}
            refusal={refusal}
          />
          <Button type="submit" look="primary" disabled={isBusy}>
            {words.sendRequest}
          </Button>
        </form>
      )}
    </Dialog>
  )
}
