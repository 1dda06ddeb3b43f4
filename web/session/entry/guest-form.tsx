import { useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import { Button } from '../../ui/button.tsx'
import { useEntryWords } from '../../words/words.ts'
import { signInAsGuest } from '../api.ts'
import { beginSession } from '../session.ts'
import { EntryCard } from './entry-card.tsx'
import { useSubmit } from './use-submit.ts'
import { useWaysIn } from './ways-in.ts'

/** The protocol's limit (LIMITS.nameLength). */
const MAX_LENGTH = 80

type Props = { readonly name: string; readonly notice: string | undefined }

/** A name is enough. */
export function GuestForm({ name: initialName, notice }: Props) {
  const words = useEntryWords()
  const { accounts } = useWaysIn()
  const [name, setName] = useState(initialName)
  const input = useRef<HTMLInputElement>(null)
  const { submit, refusal, isBusy } = useSubmit(async () => {
    beginSession(await signInAsGuest(name))
  }, notice)

  useEffect(() => input.current?.select(), [])
  useEffect(() => {
    if (refusal !== undefined) input.current?.focus()
  }, [refusal])

  return (
    <EntryCard
      title={<label htmlFor="name">{words.nameLabel}</label>}
      onSubmit={submit}
      footer={
        accounts !== 'off' && (
          <>
            <Link href="/sign-in">{words.haveAccount}</Link>
            {accounts === 'open' && <Link href="/sign-up">{words.noAccount}</Link>}
          </>
        )
      }
    >
      <div className="field">
        <input
          id="name"
          ref={input}
          className="input"
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
        <p id="name-hint" role="status" data-refused={refusal !== undefined}>
          {refusal ?? words.nameHint}
        </p>
      </div>
      <Button type="submit" look="primary" disabled={isBusy}>
        {words.signInAsGuest}
      </Button>
    </EntryCard>
  )
}
