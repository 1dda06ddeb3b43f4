import { useState } from 'react'
import { Link } from 'wouter'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/states.tsx'
import { useEntryWords } from '../../words/words.ts'
import { ask } from '../api.ts'
import { EntryCard } from './entry-card.tsx'
import { useSubmit } from './use-submit.ts'

/** Asks for a link that sets a new password. */
export function ForgottenForm() {
  const words = useEntryWords()
  const [login, setLogin] = useState('')
  const [isSent, setSent] = useState(false)
  const { submit, refusal, isBusy } = useSubmit(async () => {
    await ask('POST', 'passwords/request-reset', { login: login.trim() })
    setSent(true)
  })
  return (
    <EntryCard
      title={words.forgottenTitle}
      onSubmit={submit}
      footer={<Link href="/sign-in">{words.haveAccount}</Link>}
    >
      {isSent ? (
        <Notice look="ok">{words.linkSent}</Notice>
      ) : (
        <>
          <Field
            label={words.login}
            value={login}
            onChange={(event) => setLogin(event.target.value)}
            required
            autoFocus
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            hint={words.forgottenHint}
            refusal={refusal}
          />
          <Button type="submit" look="primary" disabled={isBusy}>
            {words.sendLink}
          </Button>
        </>
      )}
    </EntryCard>
  )
}
