import type { Email } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useCommand } from '../../../lib/use-command.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { useWords } from '../../../words/words.ts'
import { ProofField, proofOf } from '../proof-field.tsx'
import type { AccountProps } from './account-props.ts'

/** The address for a forgotten password. It counts when the link in the mail was opened. */
export function EmailForm({ account, onChange }: AccountProps) {
  const chat = useChat()
  const words = useWords()
  const [email, setEmail] = useState<string>(account.email ?? '')
  const [proof, setProof] = useState('')
  const { run, refusal, isBusy } = useCommand()

  async function save(): Promise<void> {
    const text = email.trim()
    onChange(
      await chat.accounts.update({
        // The server checks the address, and says what is wrong with it.
        email: text === '' ? null : (text as Email),
        ...proofOf(account, proof),
      }),
    )
    setProof('')
    showToast(text === '' ? words.saved : words.verifyEmail)
  }
  return (
    <form onSubmit={(event) => run(save, event)}>
      <h2>{words.email}</h2>
      <Field
        label={words.emailAddress}
        type="email"
        dir="ltr"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        autoComplete="email"
        hint={
          account.email === undefined
            ? words.emailHint
            : account.emailVerified
              ? words.emailIsVerified
              : words.verifyEmail
        }
        refusal={refusal}
      />
      <ProofField account={account} value={proof} onChange={setProof} />
      <Button type="submit" disabled={isBusy}>
        {words.save}
      </Button>
    </form>
  )
}
