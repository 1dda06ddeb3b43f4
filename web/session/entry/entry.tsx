import { lazy, Suspense, useState } from 'react'
import { Route, Switch } from 'wouter'
import { Notice } from '../../ui/states.tsx'
import { useEntryWords } from '../../words/words.ts'
import { forgetOpenedLink, type OpenedLink, openedLink } from '../opened-link.ts'
import { sessions } from '../session.ts'
import { EntryCard } from './entry-card.tsx'
import { GuestForm } from './guest-form.tsx'
import { useWaysIn } from './ways-in.ts'

const accountForms = () => import('./account-forms.ts')
const ForgottenForm = lazy(() => accountForms().then((m) => ({ default: m.ForgottenForm })))
const PasswordForm = lazy(() => accountForms().then((m) => ({ default: m.PasswordForm })))
const SignInForm = lazy(() => accountForms().then((m) => ({ default: m.SignInForm })))
const SignUpForm = lazy(() => accountForms().then((m) => ({ default: m.SignUpForm })))
const VerifyCard = lazy(() => accountForms().then((m) => ({ default: m.VerifyCard })))

export const Entry = () => (
  <Suspense fallback={<Waiting />}>
    <WayIn />
  </Suspense>
)

/** Until the server has said which ways in there are. */
const Waiting = () => (
  <main className="entry">
    <h1 className="visually-hidden">{useEntryWords().product}</h1>
  </main>
)

/** Verifies the address of a link that was opened, for users who are signed in and others. */
export const Verification = (props: { readonly link: string; readonly onDone: () => void }) => (
  <Suspense>
    <VerifyCard {...props} />
  </Suspense>
)

/**
 * The ways in that the operator allows, for everybody who is not signed in. Every address asks for a name, or to sign
 * in, and stays what it is.
 */
function WayIn() {
  const words = useEntryWords()
  const [link, setLink] = useState(openedLink)
  const [isPasswordSet, setPasswordSet] = useState(false)
  const { lastName, end } = sessions.read()
  const { guests, accounts, mail } = useWaysIn()

  function leaveLink(): void {
    forgetOpenedLink()
    setLink(undefined)
  }
  if (link?.kind === 'password')
    return (
      <PasswordForm
        link={link.code}
        onDone={() => {
          leaveLink()
          setPasswordSet(true)
        }}
      />
    )
  if (isPasswordSet) return <SignInForm notice={words.passwordSet} />
  if (link?.kind === 'link' && accounts !== 'off')
    return <SignUpForm link={link.code} onLeave={leaveLink} />
  if (!guests && accounts === 'off')
    return (
      <EntryCard title={words.product}>
        <Notice>{words.noWayIn}</Notice>
      </EntryCard>
    )
  const notice = end === 'here' ? noticeOf(link, words) : words.sessionEnds[end]
  const guestForm = <GuestForm name={lastName} notice={notice} />
  if (accounts === 'off') return guestForm
  return (
    <Switch>
      <Route path="/sign-in">
        <SignInForm notice={undefined} />
      </Route>
      <Route path="/sign-up">
        {accounts === 'open' ? (
          <SignUpForm link={undefined} />
        ) : (
          <SignInForm notice={words.needsLink} />
        )}
      </Route>
      {mail && (
        <Route path="/forgotten">
          <ForgottenForm />
        </Route>
      )}
      <Route>{guests ? guestForm : <SignInForm notice={notice} />}</Route>
    </Switch>
  )
}

function noticeOf(
  link: OpenedLink | undefined,
  { invited, signInErrors }: ReturnType<typeof useEntryWords>,
): string | undefined {
  if (link?.kind === 'invite') return invited
  if (link?.kind !== 'sign-in-error') return undefined
  const { code } = link
  if (code === 'sign_in_refused' || code === 'flow_over' || code === 'link_over')
    return signInErrors[code]
  return signInErrors.other
}
