import { useState } from 'react'
import { Link } from 'wouter'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/choice.tsx'
import { Field } from '../../ui/field.tsx'
import { useEntryWords } from '../../words/words.ts'
import { signIn } from '../api.ts'
import { forgetOpenedLink } from '../opened-link.ts'
import { beginSession } from '../session.ts'
import { EntryCard } from './entry-card.tsx'
import { useSubmit } from './use-submit.ts'
import { useWaysIn } from './ways-in.ts'

/** The protocol's limits (LIMITS.handleLength, passwordMin, passwordMax). */
const MAX_HANDLE = 32
export const MIN_PASSWORD = 8
export const MAX_PASSWORD = 256

/** `link`: the code of a one-time link, which some servers ask for. */
export function SignUpForm({
  link,
  onLeave,
}: {
  readonly link: string | undefined
  readonly onLeave?: () => void
}) {
  const words = useEntryWords()
  const { guests } = useWaysIn()
  const [handle, setHandle] = useState('')
  const [password, setPassword] = useState('')
  const [isKept, setKept] = useState(true)
  const { submit, refusal, isBusy } = useSubmit(async () => {
    const input = { handle: handle.trim(), password, ...(link && { link }) }
    const session = await signIn('accounts', input, isKept)
    forgetOpenedLink()
    beginSession(session)
  })

  return (
    <EntryCard
      title={words.signUpTitle}
      onSubmit={submit}
      footer={
        <>
          <Link href="/sign-in" onClick={onLeave}>
            {words.haveAccount}
          </Link>
          {guests && (
            <Link href="/" onClick={onLeave}>
              {words.asGuest}
            </Link>
          )}
        </>
      }
    >
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
        hint={link === undefined ? words.signUpHint : words.signUpByLink}
        refusal={refusal}
      />
      <Switch
        label={words.keepSignedIn}
        checked={isKept}
        onChange={(event) => setKept(event.target.checked)}
      />
      <Button type="submit" look="primary" disabled={isBusy}>
        {words.signUp}
      </Button>
    </EntryCard>
  )
}
