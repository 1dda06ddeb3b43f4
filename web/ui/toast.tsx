import { useSyncExternalStore } from 'react'
import { createStore } from '../lib/store.ts'
import { useEntryWords } from '../words/words.ts'
import { Button, IconButton } from './button.tsx'

type Toast = { readonly id: number; readonly text: string; readonly undo?: () => void }

const SHOWN_MS = 8000
const store = createStore<{ readonly toasts: readonly Toast[] }>({ toasts: [] })
let lastId = 0

/** Says what has happened, for 8 s. With `undo` it can be taken back meanwhile. */
export function showToast(text: string, undo?: () => void): void {
  const toast = { id: ++lastId, text, ...(undo && { undo }) }
  store.change({ toasts: [...store.read().toasts, toast] })
  setTimeout(remove, SHOWN_MS, toast.id)
}

const remove = (id: number): void =>
  store.change({ toasts: store.read().toasts.filter((toast) => toast.id !== id) })

/** The place of the toasts: once in the app. */
export function Toasts() {
  const { toasts } = useSyncExternalStore(store.watch, store.read)
  const words = useEntryWords()
  return (
    <div className="toasts" role="status">
      {toasts.map(({ id, text, undo }) => (
        <div key={id} className="toast">
          <p dir="auto">{text}</p>
          {undo && (
            <Button
              look="quiet"
              onClick={() => {
                remove(id)
                undo()
              }}
            >
              {words.undo}
            </Button>
          )}
          <IconButton icon="close" label={words.close} onClick={() => remove(id)} />
        </div>
      ))}
    </div>
  )
}
