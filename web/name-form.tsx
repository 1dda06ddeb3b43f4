import { type FormEvent, useEffect, useRef, useState } from 'react'
import { ChatError } from '../sdk/typescript/src/index.ts'
import { signInAsGuest } from './api.ts'
import { Mark } from './icons.tsx'
import type { Session } from './session.ts'
import { texts } from './texts.ts'
import { capitalized } from './times.ts'

/** The protocol's limit (LIMITS.nameLength). */
const MAX_LENGTH = 80

type Props = {
  readonly name: string
  readonly notice: string | undefined
  readonly onSignIn: (session: Session) => void
}

export function NameForm({ name: initialName, notice, onSignIn }: Props) {
  const [name, setName] = useState(initialName)
  const [refusal, setRefusal] = useState(notice)
  const [isBusy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)

  useEffect(() => input.current?.select(), [])

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    try {
      const { token, user } = await signInAsGuest(name)
      onSignIn({ token, name: user.name })
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      setRefusal(capitalized(error.message))
      setBusy(false)
      input.current?.focus()
    }
  }

  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={submit}>
        <p className="brand">
          <Mark />
          {texts.product}
        </p>
        <h1>
          <label htmlFor="name">{texts.nameLabel}</label>
        </h1>
        <input
          id="name"
          ref={input}
          value={name}
          onChange={(event) => setName(event.target.value)}
          required
          maxLength={MAX_LENGTH}
          dir="auto"
          autoComplete="nickname"
          enterKeyHint="go"
          spellCheck={false}
          aria-describedby="name-hint"
        />
        <p id="name-hint" className="hint" role="status" data-refused={refusal !== undefined}>
          {refusal ?? texts.nameHint}
        </p>
        <button type="submit" className="primary" disabled={isBusy}>
          {texts.signIn}
        </button>
      </form>
    </main>
  )
}
