import { useState } from 'react'
import { Switch } from '../../ui/choice.tsx'
import { Field } from '../../ui/field.tsx'
import { useEntryWords } from '../../words/words.ts'
import { signIn } from '../api.ts'
import type { Session } from '../session.ts'
import { useSubmit } from './use-submit.ts'

/** The protocol's limits (LIMITS.handleLength, passwordMin, passwordMax). */
const MAX_HANDLE = 32
export const MIN_PASSWORD = 8
export const MAX_PASSWORD = 256

type NewAccount = {
  /** What is sent besides: the code of a one-time link, or the token of a guest. */
  readonly input: object
  readonly hint: string
  readonly onCreated: (session: Session) => void
}

/** The fields of a new account, and how they are sent. */
export function useNewAccount({ input, hint, onCreated }: NewAccount) {
  const words = useEntryWords()
  const [handle, setHandle] = useState('')
  const [password, setPassword] = useState('')
  const [isKept, setKept] = useState(true)
  const { submit, refusal, isBusy } = useSubmit(async () =>
    onCreated(await signIn('accounts', { handle: handle.trim(), password, ...input }, isKept)),
  )
  const fields = (
    <>
      <Field
        label={words.handle}
        value={handle}
        onChange={(event) => setHandle(event.target.value)}
        required
        autoFocus
        minLength={2}
        maxLength={MAX_HANDLE}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <Field
        label={words.password}
        type="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        required
        minLength={MIN_PASSWORD}
        maxLength={MAX_PASSWORD}
        autoComplete="new-password"
        hint={hint}
        refusal={refusal}
      />
      <Switch
        label={words.keepSignedIn}
        checked={isKept}
        onChange={(event) => setKept(event.target.checked)}
      />
    </>
  )
  return { fields, submit, isBusy }
}
