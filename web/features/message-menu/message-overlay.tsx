import { Suspense, useEffect } from 'react'
import { ContextMenu } from '../../ui/context-menu.tsx'
import { Sheet } from '../../ui/dialog.tsx'
import { Floating } from '../../ui/floating.tsx'
import { MenuItems } from '../../ui/menu.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { LazyPicker, QUICK } from '../emoji/index.ts'
import { chosen } from '../reactions/index.ts'
import { messageRights } from './message-rights.ts'
import { SeenDialog } from './seen-dialog.tsx'
import type { MessagePlace, Overlay } from './types.ts'
import { useMessageItems } from './use-message-items.ts'

type Props = {
  readonly overlay: Overlay
  readonly place: MessagePlace
  readonly onOpen: (overlay: Overlay) => void
  readonly onClose: () => void
}

/** In narrow windows the picker is a sheet. */
const NARROW = '(width < 720px)'

/** The menu, the sheet, the picker of emoji or the readers of one message. */
export function MessageOverlay({ overlay, place, onOpen, onClose }: Props) {
  const words = useWords()
  const { kind, message, at, opener } = overlay
  const items = useMessageItems(place, message, (kind) => onOpen({ ...overlay, kind }))
  const label = fill(words.messageMenu, { name: message.sender.name })
  const isTouch = kind === 'sheet'

  useEffect(
    () => () => {
      // The browser gives the focus back, unless what had it is gone.
      setTimeout(() => {
        if (document.activeElement !== document.body) return
        if (opener?.isConnected) opener.focus()
        else document.querySelector<HTMLElement>('.composer textarea, [role=log]')?.focus()
      })
    },
    [opener],
  )
  function react(emoji: string): void {
    for (const one of chosen(message.reactions, emoji)) place.window.toggleReaction(message.id, one)
    onClose()
  }

  if (kind === 'seen') return <SeenDialog message={message} onClose={onClose} />
  if (kind === 'menu') return <ContextMenu at={at} label={label} items={items} onClose={onClose} />
  if (kind === 'picker') {
    const picker = (
      <Suspense fallback={<Skeleton rows={4} />}>
        <LazyPicker onSelect={react} />
      </Suspense>
    )
    return matchMedia(NARROW).matches ? (
      <Sheet title={words.addReaction} onClose={onClose}>
        {picker}
      </Sheet>
    ) : (
      <Floating
        at={at}
        label={words.addReaction}
        role="dialog"
        className="picker-box"
        onClose={onClose}
      >
        {picker}
      </Floating>
    )
  }
  return (
    <Sheet title={label} onClose={onClose}>
      {isTouch && messageRights(place, message).canReact && (
        <div className="quick-reactions">
          {QUICK.map((emoji) => (
            <button key={emoji} type="button" className="emoji" onClick={() => react(emoji)}>
              {emoji}
            </button>
          ))}
        </div>
      )}
      <div className="menu-list" role="menu" aria-label={label}>
        <MenuItems items={items} onChosen={onClose} />
      </div>
    </Sheet>
  )
}
