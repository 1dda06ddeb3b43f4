import { Link } from 'wouter'
import { Button } from '../../ui/button.tsx'
import { useEntryWords } from '../../words/words.ts'
import { forgetOpenedLink } from '../opened-link.ts'
import { beginSession } from '../session.ts'
import { EntryCard } from './entry-card.tsx'
import { useNewAccount } from './use-new-account.tsx'
import { useWaysIn } from './ways-in.ts'

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
  const { fields, submit, isBusy } = useNewAccount({
    input: link === undefined ? {} : { link },
    hint: link === undefined ? words.signUpHint : words.signUpByLink,
    onCreated(session) {
      forgetOpenedLink()
      beginSession(session)
    },
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
      {fields}
      <Button type="submit" look="primary" disabled={isBusy}>
        {words.signUp}
      </Button>
    </EntryCard>
  )
}
