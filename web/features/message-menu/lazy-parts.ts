import { lazy } from 'react'

const loadBar = () => import('./row-bar.tsx')
const loadOverlay = () => import('./message-overlay.tsx')

// Loaded after the messages are shown, or when they are opened first.
export const RowBar = lazy(() => loadBar().then((m) => ({ default: m.RowBar })))
export const MessageOverlay = lazy(() => loadOverlay().then((m) => ({ default: m.MessageOverlay })))

/** Without a network they are loaded when they are opened. */
export function loadMessageParts(): void {
  void Promise.allSettled([loadBar(), loadOverlay()])
}
