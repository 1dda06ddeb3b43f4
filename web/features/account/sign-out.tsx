import { useState } from 'react'
import { Link } from 'wouter'
import { useWaysIn } from '../../session/entry/ways-in.ts'
import { useSignedIn } from '../../session/signed-in.ts'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../words/words.ts'

export function SignOut({ isGuest }: { readonly isGuest: boolean }) {
  const words = useWords()
  const { signOut } = useSignedIn()
  const [isBusy, setBusy] = useState(false)

  function leave(isEverywhere: boolean): void {
    setBusy(true)
    void signOut(isEverywhere)
  }
  return (
    <section className="account-ways">
      <Button icon="leave" disabled={isBusy} onClick={() => leave(false)}>
        {words.signOut}
      </Button>
      {isGuest ? (
        <CreateAccount />
      ) : (
        <Button look="danger" disabled={isBusy} onClick={() => leave(true)}>
          {words.signOutEverywhere}
        </Button>
      )}
    </section>
  )
}

function CreateAccount() {
  const words = useWords()
  const { accounts } = useWaysIn()
  if (accounts !== 'open') return null
  return (
    <Link className="button" href="/account/security">
      {words.signUpTitle}
    </Link>
  )
}
