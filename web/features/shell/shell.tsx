import { lazy, type ReactNode, Suspense } from 'react'
import { useLocation } from 'wouter'
import { screenOf } from '../../lib/paths.ts'
import { ErrorBoundary } from '../../ui/error-boundary.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { ProfileHost } from '../profile/index.ts'
import { Rail } from '../room-list/index.ts'

const Keyboard = lazy(() => import('../keyboard/index.ts').then((m) => ({ default: m.Keyboard })))

/**
 * The rail and the screen beside it. In narrow windows one pane is shown at a time: the rail is the front page, and
 * Back leads from a room to it.
 */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [path] = useLocation()
  return (
    <div className="window">
      <div className="shell" data-pane={path === '/' ? 'rail' : 'screen'}>
        {/* In narrow windows the rail is all that the front page has. */}
        <div className="rail-pane" {...(path === '/' && { role: 'main' })}>
          <Rail />
        </div>
        <ErrorBoundary key={screenOf(path)}>
          <Suspense fallback={<Skeleton />}>{children}</Suspense>
        </ErrorBoundary>
      </div>
      <Suspense>
        <Keyboard />
      </Suspense>
      <ProfileHost />
    </div>
  )
}
