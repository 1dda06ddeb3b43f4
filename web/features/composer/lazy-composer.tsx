import { lazy, Suspense, useState } from 'react'
import type { WritingProps } from './writing-box.tsx'

const Loaded = lazy(() => import('./composer.tsx').then((m) => ({ default: m.Composer })))

/** The messages are shown first. Until the box is loaded, its place is kept free, so that nothing moves. */
export function Composer(props: Omit<WritingProps, 'opener'>) {
  const [opener] = useState(() => document.activeElement)
  return (
    <Suspense
      fallback={
        <div className="composer" aria-busy="true">
          <div className="composer-box" data-empty="true" />
        </div>
      }
    >
      <Loaded {...props} opener={opener} />
    </Suspense>
  )
}
