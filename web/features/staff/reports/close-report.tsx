import type { ReportId, ReportOutcome } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useCommand } from '../../../lib/use-command.ts'
import { Button } from '../../../ui/button.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { Field } from '../../../ui/field.tsx'
import { useModerationWords } from '../../../words/moderation/moderation-words.ts'

/** The protocol's limit (LIMITS.reportTextLength). */
const MAX_NOTE = 1000
const OUTCOMES: readonly ReportOutcome[] = ['dismissed', 'warned', 'sanctioned', 'deleted']

/** The event of the report then moves it to the closed ones. */
export function CloseReport({ report }: { readonly report: ReportId }) {
  const chat = useChat()
  const words = useModerationWords()
  const [outcome, setOutcome] = useState<ReportOutcome>('dismissed')
  const [note, setNote] = useState('')
  const { run, refusal, isBusy } = useCommand()
  const close = () =>
    chat.reports.close({ report, outcome, ...(note.trim() && { note: note.trim() }) })
  return (
    <form onSubmit={(event) => run(close, event)}>
      <Choice
        label={words.outcome}
        value={outcome}
        options={OUTCOMES.map((one) => [one, words.outcomes[one]] as const)}
        onChange={setOutcome}
      />
      <Field
        label={words.note}
        value={note}
        maxLength={MAX_NOTE}
        onChange={(event) => setNote(event.target.value)}
        refusal={refusal}
      />
      <Button type="submit" disabled={isBusy}>
        {words.close}
      </Button>
    </form>
  )
}
