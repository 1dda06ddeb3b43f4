import { useChat } from '@parlance/sdk/react'
import { useNewAccount } from '../../../session/entry/use-new-account.tsx'
import { useWaysIn } from '../../../session/entry/ways-in.ts'
import { continueWithAccount } from '../../../session/session.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/states.tsx'
import { useWords } from '../../../words/words.ts'

/** A guest creates an account, where the operator allows it, and keeps id, rooms, messages and drafts. */
export function GuestSignUp({ token }: { readonly token: string }) {
  const chat = useChat()
  const words = useWords()
  const { accounts } = useWaysIn()
  const { fields, submit, isBusy } = useNewAccount({
    input: { guestToken: token },
    hint: words.signUpHint,
    onCreated(session) {
      // The token of the guest has ended. A chat that is closed does not end the new session because of it.
      chat.close()
      continueWithAccount(session)
    },
  })
  if (accounts !== 'open') return <Notice>{words.noAccountYet}</Notice>
  return (
    <form onSubmit={submit}>
      <h2>{words.signUpTitle}</h2>
      <p>{words.guestSignUpHint}</p>
      {fields}
      <Button type="submit" look="primary" disabled={isBusy}>
        {words.signUp}
      </Button>
    </form>
  )
}
