import type { ReportReason, RoomId, Sender } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useCommand } from '../../../lib/use-command.ts'
import { Button } from '../../../ui/button.tsx'
import { Choice, Switch } from '../../../ui/choice.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextArea } from '../../../ui/field.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { useModerationWords } from '../../../words/moderation/moderation-words.ts'
import { fill } from '../../../words/plural.ts'
import type { OnMessage } from '../shown-dialog.ts'

/** The protocol's limit (LIMITS.reportTextLength). */
const MAX_TEXT = 1000
const REASONS: readonly ReportReason[] = [
  'spam',
  'abuse',
  'hate',
  'sexual',
  'violence',
  'self_harm',
  'illegal',
  'other',
]

type Props = {
  readonly user: Sender
  readonly room?: RoomId | undefined
  readonly message?: OnMessage | undefined
  readonly onClose: () => void
}

/** For everybody: a message or a person is reported to the staff. */
export function ReportDialog({ user, room, message, onClose }: Props) {
  const chat = useChat()
  const words = useModerationWords()
  const [reason, setReason] = useState<ReportReason>('spam')
  const [text, setText] = useState('')
  const [isBlocking, setBlocking] = useState(false)
  const { run, refusal, isBusy } = useCommand()
  const { name } = user

  async function send(): Promise<void> {
    const what = message ? { message: message.id } : { user: user.id, ...(room && { room }) }
    await chat.reports.create({ ...what, reason, ...(text.trim() && { text: text.trim() }) })
    if (isBlocking) await chat.blocks.create({ user: user.id })
    showToast(words.reported)
    onClose()
  }
  return (
    <Dialog
      title={message ? words.reportMessage : fill(words.reportPerson, { name })}
      onClose={onClose}
    >
      <form onSubmit={(event) => run(send, event)}>
        <p className="moderation-hint">{words.reportHint}</p>
        <Choice
          label={words.reportWhy}
          value={reason}
          options={REASONS.map((one) => [one, words.reasons[one]] as const)}
          onChange={setReason}
        />
        <TextArea
          label={words.reportText}
          value={text}
          rows={2}
          maxLength={MAX_TEXT}
          onChange={(event) => setText(event.target.value)}
          refusal={refusal}
        />
        <Switch
          label={fill(words.alsoBlock, { name })}
          checked={isBlocking}
          onChange={(event) => setBlocking(event.target.checked)}
        />
        <Button type="submit" look="primary" disabled={isBusy}>
          {words.sendReport}
        </Button>
      </form>
    </Dialog>
  )
}
