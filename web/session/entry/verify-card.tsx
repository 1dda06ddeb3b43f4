import { useEffect, useState } from 'react'
import { refusalOf } from '../../lib/refusal.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/states.tsx'
import { useEntryWords } from '../../words/words.ts'
import { ask } from '../api.ts'
import { ChatError } from '../chat-error.ts'
import { EntryCard } from './entry-card.tsx'

type State = 'asking' | 'verified' | { readonly refusal: string }

/** The links that this page has sent: StrictMode runs an effect twice, and a link is used once. */
const sent = new Map<string, Promise<unknown>>()

/** Verifies an e-mail address by the link that was mailed to it. */
export function VerifyCard({ link, onDone }: { readonly link: string; onDone: () => void }) {
  const words = useEntryWords()
  const [state, setState] = useState<State>('asking')
  useEffect(() => {
    const answer = sent.get(link) ?? ask('POST', 'emails/verify', { link })
    sent.set(link, answer)
    answer.then(
      () => setState('verified'),
      (error: unknown) => {
        if (!(error instanceof ChatError)) throw error
        setState({ refusal: refusalOf(error) })
      },
    )
  }, [link])
  return (
    <EntryCard title={words.product}>
      {typeof state === 'object' ? (
        <Notice look="danger">{state.refusal}</Notice>
      ) : (
        <Notice look="ok">{state === 'verified' ? words.verified : words.verifying}</Notice>
      )}
      <Button look="primary" onClick={onDone}>
        {words.goOn}
      </Button>
    </EntryCard>
  )
}
