import { type FormEvent, useEffect, useRef, useState } from 'react'
import { ChatError } from '../sdk/typescript/src/index.ts'
import { signInAsGuest } from './api.ts'
import { Mark } from './icons.tsx'
import type { Session } from './session.ts'
import { capitalized } from './times.ts'
import { words } from './words.ts'

/** As the protocol has it (LIMITS.nameLength): the server says no beyond it. */
const MAX_LENGTH = 80

type Props = {
  readonly name: string
  readonly notice: string | undefined
  readonly onEnter: (session: Session) => void
}

export function NameForm({ name: first, notice, onEnter }: Props) {
  const [name, setName] = useState(first)
  const [refusal, setRefusal] = useState(notice)
  const [isBusy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)

  useEffect(() => input.current?.select(), [])

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    try {
      const { token, user } = await signInAsGuest(name)
      onEnter({ token, name: user.name })
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      setRefusal(capitalized(error.message))
      setBusy(false)
      input.current?.focus()
    }
  }

  return (
    <main className="door">
      <form className="door-card" onSubmit={submit}>
        <p className="brand">
          <Mark />
          {words.product}
        </p>
        <h1>
          <label htmlFor="name">{words.nameAsked}</label>
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
          {refusal ?? words.nameHint}
        </p>
        <button type="submit" className="primary" disabled={isBusy}>
          {words.comeIn}
        </button>
      </form>
    </main>
  )
}
