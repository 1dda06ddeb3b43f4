import { lazy, Suspense, useSyncExternalStore } from 'react'
import { shownProfile } from './shown-profile.ts'

const ProfileCard = lazy(() =>
  import('./profile-card.tsx').then((m) => ({ default: m.ProfileCard })),
)

/** The place of the card: once in the app. */
export function ProfileHost() {
  const { profile } = useSyncExternalStore(shownProfile.watch, shownProfile.read)
  if (profile === undefined) return null
  return (
    <Suspense>
      <ProfileCard key={profile.user.id} {...profile} />
    </Suspense>
  )
}
