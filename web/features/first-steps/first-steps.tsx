import { useStatus } from '@parlance/sdk/react'
import { lazy, Suspense } from 'react'

const StepList = lazy(() => import('./step-list.tsx').then((m) => ({ default: m.StepList })))

/** What an administrator does first. */
export function FirstSteps(props: { readonly onSayHello: () => void }) {
  const status = useStatus()
  if (status.state !== 'live' || status.user.role !== 'administrator') return null
  return (
    <Suspense>
      <StepList {...props} />
    </Suspense>
  )
}
