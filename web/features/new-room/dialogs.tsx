import { type ComponentProps, lazy, Suspense } from 'react'

// Each dialog is downloaded when it is opened.
const LazyNewDm = lazy(() => import('./new-dm.tsx').then((m) => ({ default: m.NewDm })))
const LazyNewRoom = lazy(() => import('./new-room.tsx').then((m) => ({ default: m.NewRoom })))

export const NewDm = (props: ComponentProps<typeof LazyNewDm>) => (
  <Suspense>
    <LazyNewDm {...props} />
  </Suspense>
)

export const NewRoom = (props: ComponentProps<typeof LazyNewRoom>) => (
  <Suspense>
    <LazyNewRoom {...props} />
  </Suspense>
)
