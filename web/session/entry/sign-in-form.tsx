import { useRef, useState } from 'react'
import { Link } from 'wouter'
import { capitalized } from '../../lib/times.ts'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/choice.tsx'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/states.tsx'
import { useEntryWords } from '../../words/words.ts'
import { signIn } from '../api.ts'
import { ChatError } from '../chat-error.ts'
import { beginSession } from '../session.ts'
import { EntryCard } from './entry-card.tsx'
import { OtherWays } from './other-ways.tsx'
import { useSubmit } from './use-submit.ts'
import { useWaysIn } from './ways-in.ts'

export function SignInForm({ notice }: { readonly notice: string | undefined }) {
  const words = useEntryWords()
  const { guests, accounts, mail } = useWaysIn()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [isKept, setKept] = useState(true)
  /** The account has a second factor: the server asks for it once the password was right. */
  const [needsCode, setNeedsCode] = useState(false)
  const codeField = useRef<HTMLInputElement>(null)

  const { submit, refusal, setRefusal, isBusy } = useSubmit(async () => {
    const input = { login: login.trim(), password, ...(needsCode && { code: code.trim() }) }
    try {
      beginSession(await signIn('sessions', input, isKept))
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      if (error.code !== 'second_factor_required') throw error
      setNeedsCode(true)
      requestAnimationFrame(() => codeField.current?.focus())
    }
  })

  return (
    <EntryCard
      title={words.signInTitle}
      onSubmit={submit}
      footer={
        <>
          {mail && <Link href="/forgotten">{words.forgotten}</Link>}
          {accounts === 'open' && <Link href="/sign-up">{words.noAccount}</Link>}
          {guests && <Link href="/">{words.asGuest}</Link>}
        </>
      }
    >
      {notice !== undefined && <Notice look="ok">{notice}</Notice>}
      <Field
        label={words.login}
        value={login}
        onChange={(event) => setLogin(event.target.value)}
        required
        autoFocus
        autoComplete="username webauthn"
        autoCapitalize="none"
        spellCheck={false}
      />
      <Field
        label={words.signInPassword}
        type="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        required
        autoComplete="current-password"
        hint={needsCode ? undefined : words.signInHint}
        refusal={needsCode ? undefined : refusal}
      />
      {needsCode && (
        <Field
          ref={codeField}
          label={words.code}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          required
          inputMode="text"
          autoComplete="one-time-code"
          spellCheck={false}
          hint={words.codeHint}
          refusal={refusal}
        />
      )}
      <Switch
        label={words.keepSignedIn}
        checked={isKept}
        onChange={(event) => setKept(event.target.checked)}
      />
      <Button type="submit" look="primary" disabled={isBusy}>
        {words.signIn}
      </Button>
      <OtherWays isKept={isKept} onRefusal={(text) => setRefusal(capitalized(text))} />
    </EntryCard>
  )
}
