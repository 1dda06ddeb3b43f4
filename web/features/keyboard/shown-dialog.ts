import { createStore } from '../../lib/store.ts'

type Shown = {
  readonly dialog: 'switcher' | 'keys' | undefined
  /** Of the dialog that was opened last. */
  readonly number: number
}

export const shownDialog = createStore<Shown>({ dialog: undefined, number: 0 })

export const showDialog = (dialog: 'switcher' | 'keys'): void =>
  shownDialog.change({ dialog, number: shownDialog.read().number + 1 })

/** A dialog reports that it was closed some time after Esc: a key can have opened the next one meanwhile. */
export function closeDialog(number: number): void {
  if (shownDialog.read().number === number) shownDialog.change({ dialog: undefined })
}
