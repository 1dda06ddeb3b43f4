import { createStore } from '../../lib/store.ts'

type ShownDialog = 'switcher' | 'keys'

export const shownDialog = createStore<{ readonly dialog: ShownDialog | undefined }>({
  dialog: undefined,
})

export const showDialog = (dialog: ShownDialog): void => shownDialog.change({ dialog })
export const closeDialog = (): void => shownDialog.change({ dialog: undefined })
