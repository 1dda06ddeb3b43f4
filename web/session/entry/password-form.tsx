import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { useEntryWords } from '../../words/words.ts'
import { ask } from '../api.ts'
import { EntryCard } from './entry-card.tsx'
import { MAX_PASSWORD, MIN_PASSWORD } from './use-new-account.tsx'
import { useSubmit } from './use-submit.ts'

/** Sets a new password by a one-time link. */
export function PasswordForm({ link, onDone }: { readonly link: string; onDone: () => void }) {
  const words = useEntryWords()
  const [password, setPassword] = useState('')
  const { submit, refusal, isBusy } = useSubmit(async () => {
    await ask('POST', 'passwords/reset', { link, password })
    onDone()
  })
  return (
    <EntryCard title={words.passwordTitle} onSubmit={submit}>
      <Field
        label={words.newPassword}
        type="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        required
        autoFocus
        minLength={MIN_PASSWORD}
        maxLength={MAX_PASSWORD}
        autoComplete="new-password"
        hint={words.passwordHint}
        refusal={refusal}
      />
      <Button type="submit" look="primary" disabled={isBusy}>
        {words.setPassword}
      </Button>
    </EntryCard>
  )
}
