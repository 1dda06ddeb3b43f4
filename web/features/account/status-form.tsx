import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useCommand } from '../../lib/use-command.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Field } from '../../ui/field.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useWords } from '../../words/words.ts'

/** The protocol's limit (LIMITS.statusLength). */
const MAX_STATUS = 100

type State = 'online' | 'away' | 'invisible'

/** Whether the user is here, and what they say about it. */
export function StatusForm() {
  const chat = useChat()
  const words = useWords()
  const [state, setState] = useState<State>('online')
  const [status, setStatus] = useState('')
  const { run, refusal, isBusy } = useCommand()

  async function save(): Promise<void> {
    await chat.presence.update({ state, status: status.trim() })
    showToast(words.saved)
  }
  return (
    <form onSubmit={(event) => run(save, event)}>
      <Choice
        label={words.shownAs}
        value={state}
        options={[
          ['online', words.presences.online],
          ['away', words.presences.away],
          ['invisible', words.invisible],
        ]}
        onChange={setState}
      />
      <Field
        label={words.status}
        value={status}
        onChange={(event) => setStatus(event.target.value)}
        maxLength={MAX_STATUS}
        placeholder={words.statusExample}
        refusal={refusal}
      />
      <Button type="submit" disabled={isBusy}>
        {words.setStatus}
      </Button>
    </form>
  )
}
