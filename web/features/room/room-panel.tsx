import { type MyRoom, messageId, type Room } from '@parlance/sdk'
import { lazy, Suspense } from 'react'
import { ErrorBoundary } from '../../ui/error-boundary.tsx'
import { PanelHead } from '../../ui/panel-head.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'
import { isMember } from '../room-names/index.ts'
import type { Panel } from './panel.ts'
import type { OpenedRoom } from './room.ts'
import { usePanelFocus } from './use-panel-focus.ts'

const MemberPanel = lazy(() =>
  import('../members/index.ts').then((m) => ({ default: m.MemberPanel })),
)
const PinPanel = lazy(() => import('../pins/index.ts').then((m) => ({ default: m.PinPanel })))
const RoomSettings = lazy(() =>
  import('../room-settings/index.ts').then((m) => ({ default: m.RoomSettings })),
)
const ThreadPanel = lazy(() =>
  import('../thread/index.ts').then((m) => ({ default: m.ThreadPanel })),
)

type Props = {
  readonly opened: OpenedRoom
  readonly room: Room | MyRoom | undefined
  readonly name: string
  readonly isLobby: boolean
  /** Undefined: no address of a panel is open. */
  readonly panel: Panel | undefined
  readonly closePath: string
}

/** Beside the room in wide windows, over it in others. */
export function RoomPanel({ opened, panel, closePath, ...of }: Props) {
  const aside = usePanelFocus(panel && JSON.stringify(panel))
  return (
    <aside ref={aside} className="panel" tabIndex={-1} aria-labelledby="panel-title">
      <ErrorBoundary key={panel?.kind}>
        <Suspense fallback={<Skeleton />}>
          <Content opened={opened} panel={panel} closePath={closePath} {...of} />
        </Suspense>
      </ErrorBoundary>
    </aside>
  )
}

function Content({ opened, room, name, isLobby, panel, closePath }: Props) {
  const words = useWords()
  const mine = room && isMember(room) ? room : undefined
  if (panel?.kind === 'thread') {
    const thread = messageOf(panel.message)
    if (thread === undefined) return <PanelHead title={words.threadGone} closePath={closePath} />
    return (
      <ThreadPanel
        key={thread}
        room={opened.id}
        roomName={name}
        thread={thread}
        mine={mine}
        closePath={closePath}
      />
    )
  }
  if (panel?.kind === 'pins')
    return (
      <>
        <PanelHead title={words.pins} closePath={closePath} />
        <div className="panel-body">
          <PinPanel room={opened.id} path={closePath} />
        </div>
      </>
    )
  if (panel?.kind === 'settings' && mine)
    return <RoomSettings room={mine} name={name} isLobby={isLobby} closePath={closePath} />
  return (
    <MemberPanel
      list={opened.members}
      room={mine}
      title={isLobby ? words.people : words.roomPeople}
      closePath={closePath}
    />
  )
}

function messageOf(text: string) {
  try {
    return messageId(text)
  } catch {
    return undefined // An address that was typed or cut off.
  }
}
