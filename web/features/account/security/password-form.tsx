import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useCommand } from '../../../lib/use-command.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { useWords } from '../../../words/words.ts'
import type { AccountProps } from './account-props.ts'

/** The protocol's limits (LIMITS.passwordMin, passwordMax). */
const MIN = 8
const MAX = 256

export function PasswordForm({ account, onChange }: AccountProps) {
  const chat = useChat()
  const words = useWords()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const { run, refusal, isBusy } = useCommand()
  const hasPassword = account.passwordChangedAt !== undefined

  async function save(): Promise<void> {
    onChange(
      await chat.accounts.update({ password, ...(hasPassword && { currentPassword: current }) }),
    )
    setCurrent('')
    setPassword('')
    showToast(words.passwordChanged)
  }
  return (
    <form onSubmit={(event) => run(save, event)}>
      <h2>{words.signInPassword}</h2>
      {hasPassword && (
        <Field
          label={words.currentPassword}
          type="password"
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
          required
          autoComplete="current-password"
        />
      )}
      <Field
        label={words.newPassword}
        type="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        required
        minLength={MIN}
        maxLength={MAX}
        autoComplete="new-password"
        hint={words.passwordChangeHint}
        refusal={refusal}
      />
      <Button type="submit" look="primary" disabled={isBusy}>
        {words.setPassword}
      </Button>
    </form>
  )
}
