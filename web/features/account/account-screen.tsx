import { useStatus } from '@parlance/sdk/react'
import { useLocation } from 'wouter'
import { sessions } from '../../session/session.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Notice } from '../../ui/states.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useWords } from '../../words/words.ts'
import { NotificationSettings } from '../attention/index.ts'
import { Appearance } from './appearance.tsx'
import { Privacy } from './privacy/privacy.tsx'
import { Profile } from './profile.tsx'
import { GuestSignUp } from './security/guest-sign-up.tsx'
import { Security } from './security/security.tsx'
import { SignOut } from './sign-out.tsx'
import { useAccount } from './use-account.ts'

const TABS = ['profile', 'security', 'privacy'] as const

/** Who the user is, how the app looks on this device, how they sign in, what is known about them, and the ways out. */
export function AccountScreen({ tab = 'profile' }: { readonly tab?: string }) {
  const words = useWords()
  const [, navigate] = useLocation()
  const status = useStatus()
  const user = status.state === 'live' ? status.user : undefined
  const account = useAccount()
  const current = TABS.find((one) => one === tab) ?? 'profile'
  return (
    <main className="screen">
      <ScreenHead>
        <h1>{words.account}</h1>
      </ScreenHead>
      <div className="screen-body">
        <Tabs
          label={words.account}
          tabs={TABS.map((one) => [one, words.accountTabs[one]])}
          current={current}
          onChange={(one) => navigate(`/account/${one}`, { replace: true })}
        >
          <div className="account">
            {current === 'profile' && (
              <>
                {user && <Profile key={user.id} user={user} account={account} />}
                <Appearance />
                <NotificationSettings />
                <SignOut isGuest={user?.kind === 'guest'} />
              </>
            )}
            {current === 'security' &&
              (account.state === 'there' ? (
                <Security account={account.account} onChange={account.change} />
              ) : (
                account.state === 'none' && <NoAccount isGuest={user?.kind === 'guest'} />
              ))}
            {current === 'privacy' && <Privacy account={account} />}
          </div>
        </Tabs>
      </div>
    </main>
  )
}

/** A guest can create one; the users of an app cannot, because the app signs them in. */
function NoAccount({ isGuest }: { readonly isGuest: boolean }) {
  const words = useWords()
  const { session } = sessions.read()
  return isGuest && session?.kind === 'tab' ? (
    <GuestSignUp token={session.token} />
  ) : (
    <Notice>{words.noAccountYet}</Notice>
  )
}
