import { useState } from 'react'
import { useCommand } from '../../lib/use-command.ts'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { useModerationWords } from '../../words/moderation/moderation-words.ts'

/** The protocol's limit (LIMITS.appealLength). */
const MAX_TEXT = 2000

type Props = {
  readonly onSend: (text: string) => Promise<unknown>
  readonly onSent: () => void
}

/** What a banned or muted user says against it, once. */
export function AppealForm({ onSend, onSent }: Props) {
  const words = useModerationWords()
  const [text, setText] = useState('')
  const { run, refusal, isBusy } = useCommand()

  async function send(): Promise<void> {
    await onSend(text.trim())
    onSent()
  }
  return (
    <form className="appeal" onSubmit={(event) => run(send, event)}>
      <TextArea
        label={words.appealTitle}
        value={text}
        rows={4}
        required
        maxLength={MAX_TEXT}
        onChange={(event) => setText(event.target.value)}
        hint={words.appealHint}
        refusal={refusal}
      />
      <Button type="submit" look="primary" disabled={isBusy}>
        {words.sendAppeal}
      </Button>
    </form>
  )
}
