import { lazy, Suspense, useState } from 'react'
import { Route, Switch } from 'wouter'
import { useWords } from '../../words/words.ts'
import { forgetOpenedLink, type OpenedLink, openedLink } from '../opened-link.ts'
import { sessions } from '../session.ts'
import { GuestForm } from './guest-form.tsx'

const accountForms = () => import('./account-forms.ts')
const ForgottenForm = lazy(() => accountForms().then((m) => ({ default: m.ForgottenForm })))
const PasswordForm = lazy(() => accountForms().then((m) => ({ default: m.PasswordForm })))
const SignInForm = lazy(() => accountForms().then((m) => ({ default: m.SignInForm })))
const SignUpForm = lazy(() => accountForms().then((m) => ({ default: m.SignUpForm })))
const VerifyCard = lazy(() => accountForms().then((m) => ({ default: m.VerifyCard })))

export const Entry = () => (
  <Suspense>
    <WayIn />
  </Suspense>
)

/** Verifies the address of a link that was opened, for users who are signed in and others. */
export const Verification = (props: { readonly link: string; readonly onDone: () => void }) => (
  <Suspense>
    <VerifyCard {...props} />
  </Suspense>
)

/** The ways in, for everybody who is not signed in. Every address asks for a name, and stays what it is. */
function WayIn() {
  const words = useWords()
  const [link, setLink] = useState(openedLink)
  const [isPasswordSet, setPasswordSet] = useState(false)
  const { lastName, end } = sessions.read()

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
  if (link?.kind === 'link') return <SignUpForm link={link.code} onLeave={leaveLink} />
  const notice = end === 'here' ? noticeOf(link, words) : words.sessionEnds[end]
  return (
    <Switch>
      <Route path="/sign-in">
        <SignInForm notice={undefined} />
      </Route>
      <Route path="/sign-up">
        <SignUpForm link={undefined} />
      </Route>
      <Route path="/forgotten">
        <ForgottenForm />
      </Route>
      <Route>
        <GuestForm name={lastName} notice={notice} />
      </Route>
    </Switch>
  )
}

function noticeOf(
  link: OpenedLink | undefined,
  { invited, signInErrors }: ReturnType<typeof useWords>,
): string | undefined {
  if (link?.kind === 'invite') return invited
  if (link?.kind !== 'sign-in-error') return undefined
  const { code } = link
  if (code === 'sign_in_refused' || code === 'flow_over' || code === 'link_over')
    return signInErrors[code]
  return signInErrors.other
}
