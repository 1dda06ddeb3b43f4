import { createStore } from '../../lib/store.ts'

type Shown = { readonly dialog: 'switcher' | 'keys' | undefined }

export const shownDialog = createStore<Shown>({ dialog: undefined })

export const showSwitcher = (): void => shownDialog.change({ dialog: 'switcher' })
export const showKeys = (): void => shownDialog.change({ dialog: 'keys' })
export const closeDialog = (): void => shownDialog.change({ dialog: undefined })
