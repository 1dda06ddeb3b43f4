import { lazy } from 'react'

/** With its data it is larger than a room: it is loaded when it is opened first. */
export const LazyPicker = lazy(() => import('./picker.tsx').then((m) => ({ default: m.Picker })))

/** The emoji that are offered at once. */
export const QUICK = ['👍', '❤️', '😂', '🎉', '🙏', '👀'] as const
