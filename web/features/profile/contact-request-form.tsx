import type { UserId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useCommand } from '../../lib/use-command.ts'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Notice } from '../../ui/states.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'

/** The protocol's limit (LIMITS.requestLength). */
const MAX_TEXT = 250

/** Asks somebody who shares no room with the user, or who wants to be asked. */
export function ContactRequestForm({ user, name }: { readonly user: UserId; name: string }) {
  const chat = useChat()
  const words = useWords()
  const [text, setText] = useState('')
  const [isSent, setSent] = useState(false)
  const { run, refusal, isBusy } = useCommand()

  async function send(): Promise<void> {
    await chat.requests.create({ user, ...(text.trim() && { text: text.trim() }) })
    setSent(true)
  }
  if (isSent) return <Notice look="ok">{fill(words.requestSent, { name })}</Notice>
  return (
    <form onSubmit={(event) => run(send, event)}>
      <TextArea
        label={words.requestText}
        rows={3}
        maxLength={MAX_TEXT}
        value={text}
        onChange={(event) => setText(event.target.value)}
        autoFocus
        hint={fill(words.requestHint, { name })}
        refusal={refusal}
      />
      <Button type="submit" look="primary" disabled={isBusy}>
        {words.sendRequest}
      </Button>
    </form>
  )
}
