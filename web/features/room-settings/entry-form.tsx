import type { MyRoom } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useCommand } from '../../lib/use-command.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/states.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useWords } from '../../words/words.ts'

/** The protocol's limit (LIMITS.questionLength). */
const MAX_QUESTION = 250

/** How people enter an open room, and what they see of it before. */
export function EntryForm({ room }: { readonly room: MyRoom }) {
  const chat = useChat()
  const words = useWords()
  const [entry, setEntry] = useState(room.entry ?? 'open')
  const [question, setQuestion] = useState(room.question ?? '')
  const [preview, setPreview] = useState(room.preview ?? 'full')
  const { run, refusal, isBusy } = useCommand()

  async function save(): Promise<void> {
    await chat.rooms.update({ room: room.id, entry, question: question.trim(), preview })
    showToast(words.saved)
  }
  return (
    <form onSubmit={(event) => run(save, event)}>
      <h3>{words.entryOf}</h3>
      <Choice
        label={words.roomType}
        value={entry}
        options={[
          ['open', words.entries.open],
          ['request', words.entries.request],
        ]}
        onChange={setEntry}
      />
      {entry === 'request' && (
        <Field
          label={words.question}
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
          maxLength={MAX_QUESTION}
          hint={words.questionHint}
        />
      )}
      <Choice
        label={words.previewOf}
        value={preview}
        options={[
          ['full', words.previews.full],
          ['name', words.previews.name],
        ]}
        onChange={setPreview}
      />
      {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
      <Button type="submit" look="primary" disabled={isBusy}>
        {words.save}
      </Button>
    </form>
  )
}
