import type { AccountProps } from './account-props.ts'
import { EmailForm } from './email-form.tsx'
import { Passkeys } from './passkeys.tsx'
import { PasswordForm } from './password-form.tsx'
import { SecondFactor } from './second-factor.tsx'
import { Sessions } from './sessions.tsx'

/** How the user signs in, and where they are signed in. */
export const Security = (props: AccountProps) => (
  <>
    <PasswordForm {...props} />
    <EmailForm {...props} />
    <SecondFactor {...props} />
    <Passkeys {...props} />
    <Sessions />
  </>
)
