import type { RequestsFrom } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'
import { useCommand } from '../../../lib/use-command.ts'
import { Choice } from '../../../ui/choice.tsx'
import { Notice } from '../../../ui/states.tsx'
import { useWords } from '../../../words/words.ts'

/** Who can write to the user. */
export function ConsentForm() {
  const chat = useChat()
  const words = useWords()
  const [from, setFrom] = useState<RequestsFrom>()
  const { run, refusal } = useCommand()
  useEffect(() => {
    // Without an answer the choice is missing.
    chat.consent.get().then(
      ({ requestsFrom }) => setFrom(requestsFrom),
      () => undefined,
    )
    return chat.on('consent.updated', ({ consent }) => setFrom(consent.requestsFrom))
  }, [chat])

  async function choose(requestsFrom: RequestsFrom): Promise<void> {
    const before = from
    setFrom(requestsFrom)
    if (!(await run(() => chat.consent.update({ requestsFrom })))) setFrom(before)
  }
  if (from === undefined) return null
  return (
    <section>
      <h2>{words.reach}</h2>
      <Choice
        label={words.reachHint}
        value={from}
        options={[
          ['everyone', words.reaches.everyone],
          ['rooms', words.reaches.rooms],
          ['nobody', words.reaches.nobody],
        ]}
        onChange={choose}
      />
      {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
    </section>
  )
}
