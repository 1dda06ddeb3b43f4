import { useChat, useRooms } from '@parlance/sdk/react'
import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react'
import { useLocation } from 'wouter'
import { isComposing } from '../../lib/keys.ts'
import { roomPath } from '../../lib/paths.ts'
import { focusRegion } from '../../lib/regions.ts'
import { useSignedIn } from '../../session/signed-in.ts'
import { showToast } from '../../ui/toast.tsx'
import { useWords } from '../../words/words.ts'
import { sectionsOf } from '../room-list/index.ts'
import { actionOf } from './action-of.ts'
import { nextRoom } from './next-room.ts'
import { closeDialog, showDialog, shownDialog } from './shown-dialog.ts'

const Switcher = lazy(() => import('../switcher/index.ts').then((m) => ({ default: m.Switcher })))
const KeySheet = lazy(() => import('../key-sheet/index.ts').then((m) => ({ default: m.KeySheet })))

/** The keys that work everywhere in the app. What lies on top of the page has its own. */
export function Keyboard() {
  const chat = useChat()
  const words = useWords()
  const { rooms } = useRooms()
  const { lobby } = useSignedIn()
  const [path, navigate] = useLocation()
  const { dialog } = useSyncExternalStore(shownDialog.watch, shownDialog.read)

  useEffect(() => {
    function press(event: KeyboardEvent): void {
      if (event.defaultPrevented || isComposing(event)) return
      const action = actionOf(event)
      if (action === undefined || document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      if (action.kind === 'switcher' || action.kind === 'keys') showDialog(action.kind)
      else if (action.kind === 'region') focusRegion(action.by)
      else if (action.kind === 'read-all')
        // Without the server everything stays unread, as the rail shows.
        chat.receipts.markAllRead().then(
          () => showToast(words.allRead),
          () => undefined,
        )
      else {
        const order = sectionsOf(rooms).flatMap((section) => section.rooms)
        const open = order.findIndex(({ id }) => isAt(path, roomPath(id, lobby)))
        const room = nextRoom(order, open, action.by, action.isUnread)
        if (room !== undefined) navigate(roomPath(room.id, lobby))
      }
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [chat, words, rooms, lobby, path, navigate])

  // A file that is dropped beside a field would open in place of the app.
  useEffect(() => {
    const listening = new AbortController()
    for (const type of ['dragover', 'drop'] as const) addEventListener(type, refuseFiles, listening)
    return () => listening.abort()
  }, [])

  return (
    <Suspense>
      {dialog === 'switcher' && <Switcher rooms={rooms} onClose={closeDialog} />}
      {dialog === 'keys' && <KeySheet onClose={closeDialog} />}
    </Suspense>
  )
}

function refuseFiles(event: DragEvent): void {
  const { dataTransfer } = event
  if (!dataTransfer?.types.includes('Files')) return
  event.preventDefault()
  dataTransfer.dropEffect = 'none'
}

const isAt = (path: string, room: string): boolean => path === room || path.startsWith(`${room}/`)
