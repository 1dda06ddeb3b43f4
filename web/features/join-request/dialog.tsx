import { type ComponentProps, lazy, Suspense } from 'react'

const LazyDialog = lazy(() =>
  import('./join-request-dialog.tsx').then((m) => ({ default: m.JoinRequestDialog })),
)

/** It is downloaded when somebody has to ask. */
export const JoinRequestDialog = (props: ComponentProps<typeof LazyDialog>) => (
  <Suspense>
    <LazyDialog {...props} />
  </Suspense>
)
