import type { Sanction } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useCommand } from '../../../lib/use-command.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { useModerationWords } from '../../../words/moderation/moderation-words.ts'

/** The protocol's limit (LIMITS.reasonLength). */
const MAX_NOTE = 500

/** An appeal is answered once: the ban or mute stays, or is lifted. */
export function AnswerAppeal({ sanction: { id, room } }: { readonly sanction: Sanction }) {
  const chat = useChat()
  const words = useModerationWords()
  const [note, setNote] = useState('')
  const { run, refusal, isBusy } = useCommand()
  function answer(outcome: 'upheld' | 'lifted'): Promise<unknown> {
    const input = { sanction: id, outcome, ...(note.trim() && { note: note.trim() }) }
    return room === undefined
      ? chat.serverSanctions.answerAppeal(input)
      : chat.sanctions.answerAppeal({ room, ...input })
  }
  return (
    <form onSubmit={(event) => run(() => answer('upheld'), event)}>
      <Field
        label={words.answer}
        value={note}
        maxLength={MAX_NOTE}
        onChange={(event) => setNote(event.target.value)}
        refusal={refusal}
      />
      <div className="moderation-buttons">
        <Button disabled={isBusy} onClick={() => void run(() => answer('lifted'))}>
          {words.liftIt}
        </Button>
        <Button type="submit" disabled={isBusy}>
          {words.uphold}
        </Button>
      </div>
    </form>
  )
}
