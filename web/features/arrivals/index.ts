import { lazy } from 'react'

// What has arrived is said after the messages are shown.
export const Arrivals = lazy(() => import('./arrivals.tsx').then((m) => ({ default: m.Arrivals })))
