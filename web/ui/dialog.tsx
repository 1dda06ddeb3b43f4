import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { focusHome } from '../lib/regions.ts'
import { useEntryWords } from '../words/words.ts'
import { IconButton } from './button.tsx'

type Props = {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  /** `sheet`: at the end of the window, on phones at its bottom. */
  readonly look?: 'dialog' | 'sheet'
}

const TEXT_FIELD = 'textarea, input:not([type=radio], [type=checkbox], [readonly])'

/** Open for as long as it is rendered. Esc and a press beside it close it, and the focus returns to its opener. */
export function Dialog({ title, onClose, children, look = 'dialog' }: Props) {
  const words = useEntryWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const [opener] = useState(() => document.activeElement)
  useEffect(() => {
    const opened = dialog.current
    // In StrictMode an effect runs twice.
    if (opened?.open === false) {
      opened.showModal()
      // The browser chooses the first control, which is the button that closes.
      opened.querySelector<HTMLElement>(TEXT_FIELD)?.focus()
    }
    // The opener may be gone, or the dialog goes without being closed.
    return () => {
      setTimeout(() => document.activeElement === document.body && focusHome(opener))
    }
  }, [opener])
  // The event `close` comes a frame later: until then a press of the opener would be lost.
  function close(): void {
    dialog.current?.close()
    onClose()
  }
  return (
    <dialog
      ref={dialog}
      className="dialog"
      data-look={look}
      closedby="any"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
      onClose={onClose}
    >
      <header>
        <h2 id={titleId}>{title}</h2>
        <IconButton icon="close" label={words.close} onClick={close} />
      </header>
      {children}
    </dialog>
  )
}

export const Sheet = (props: Omit<Props, 'look'>) => <Dialog {...props} look="sheet" />
