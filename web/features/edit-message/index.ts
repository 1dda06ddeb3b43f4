import { lazy } from 'react'

const load = () => import('./edit-box.tsx')

/** Loaded after the messages are shown, or when it is opened first. */
export const EditBox = lazy(() => load().then((m) => ({ default: m.EditBox })))

/** Without a network it is loaded when it is opened. */
export const loadEditBox = (): void => void load().catch(() => undefined)
