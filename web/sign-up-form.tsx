import { type FormEvent, useState } from 'react'
import { ChatError } from '../sdk/typescript/src/index.ts'
import { signUp } from './api.ts'
import { Mark } from './icons.tsx'
import type { Session } from './session.ts'
import { texts } from './texts.ts'
import { capitalized } from './times.ts'

/** The protocol's limits (LIMITS.handleLength, passwordMin, passwordMax). */
const MAX_HANDLE = 32
const MIN_PASSWORD = 8
const MAX_PASSWORD = 256

type Props = {
  /** The code of a one-time link. */
  readonly link: string
  readonly onSignIn: (session: Session) => void
  readonly onCancel: () => void
}

export function SignUpForm({ link, onSignIn, onCancel }: Props) {
  const [handle, setHandle] = useState('')
  const [password, setPassword] = useState('')
  const [refusal, setRefusal] = useState<string>()
  const [isBusy, setBusy] = useState(false)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    try {
      onSignIn(await signUp(handle.trim(), password, link))
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      setRefusal(capitalized(error.message))
      setBusy(false)
    }
  }

  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={submit}>
        <p className="brand">
          <Mark />
          {texts.product}
        </p>
        <h1>{texts.signUpTitle}</h1>
        <label htmlFor="handle">{texts.handle}</label>
        <input
          id="handle"
          value={handle}
          onChange={(event) => setHandle(event.target.value)}
          required
          minLength={2}
          maxLength={MAX_HANDLE}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <label htmlFor="password">{texts.password}</label>
        <input
          id="password"
          type="password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          required
          minLength={MIN_PASSWORD}
          maxLength={MAX_PASSWORD}
          autoComplete="new-password"
          aria-describedby="sign-up-hint"
        />
        <p id="sign-up-hint" className="hint" role="status" data-refused={refusal !== undefined}>
          {refusal ?? texts.signUpHint}
        </p>
        <button type="submit" className="primary" disabled={isBusy}>
          {texts.signUp}
        </button>
        <button type="button" className="secondary" onClick={onCancel}>
          {texts.withoutLink}
        </button>
      </form>
    </main>
  )
}
