import { type MyRoom, roomId } from '@parlance/sdk'
import { useRooms } from '@parlance/sdk/react'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import { useMe } from '../../session/use-me.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Empty, Skeleton } from '../../ui/states.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useModerationWords } from '../../words/moderation/moderation-words.ts'
import { useWords } from '../../words/words.ts'
import { isServerStaff } from '../moderation/index.ts'
import { rightsOf } from '../rights/index.ts'
import { AuditLog } from './audit-log.tsx'
import { People } from './people/people.tsx'
import { PlaceChoice } from './place-choice.tsx'
import { Reports } from './reports/reports.tsx'
import { Sanctions } from './sanctions/sanctions.tsx'
import { SlowMode } from './slow-mode.tsx'
import { WordLists } from './words/word-lists.tsx'

type Tab = 'reports' | 'sanctions' | 'words' | 'pace' | 'people' | 'audit'

type Props = {
  /** As it stands in the address. Undefined: the whole server. */
  readonly room?: string
  readonly tab?: string | undefined
}

/** Everything with which the staff of the server, or of a room, keeps order. */
export function StaffScreen({ room: given, tab: wanted }: Props) {
  const words = useModerationWords()
  const { acts } = useWords()
  const me = useMe()
  const { rooms, state } = useRooms()
  const [, navigate] = useLocation()
  const mine = rooms.filter((room) => rightsOf(room, me).isStaff)
  const isServer = isServerStaff(me)
  // Whoever looks after rooms only begins with the first of them.
  const room =
    given === undefined && isServer
      ? undefined
      : mine.find((one) => one.id === idOf(given ?? mine[0]?.id))
  const isAllowed = room !== undefined || (given === undefined && isServer)
  const isKnown = me !== undefined && (state === 'ready' || rooms.length > 0)
  const path = (of: MyRoom | undefined, tab: Tab) =>
    of === undefined ? `/moderation/${tab}` : `/moderation/rooms/${of.id}/${tab}`

  const canManage = room === undefined || rightsOf(room, me).canManage
  const tabs: readonly (readonly [Tab, () => ReactNode])[] = [
    ['reports', () => <Reports room={room} />],
    ['sanctions', () => <Sanctions room={room} />],
    ...(canManage ? [['words', () => <WordLists room={room} />] as const] : []),
    ...(room !== undefined && canManage ? [['pace', () => <SlowMode room={room} />] as const] : []),
    ...(room === undefined ? [['people', () => <People rooms={rooms} />] as const] : []),
    ...(me?.role === 'administrator' ? [['audit', () => <AuditLog room={room} />] as const] : []),
  ]
  const [tab, content] = tabs.find(([name]) => name === wanted) ?? tabs[0] ?? []
  return (
    <main className="screen">
      <ScreenHead>
        <h1>{acts.moderation}</h1>
      </ScreenHead>
      <div className="screen-body staff">
        {isKnown && isAllowed && tab !== undefined ? (
          <>
            {(mine.length > 1 || isServer) && (
              <PlaceChoice
                rooms={mine}
                isServer={isServer}
                room={room}
                onChange={(room) => navigate(path(room, tab))}
              />
            )}
            <Tabs
              key={room?.id}
              label={acts.moderation}
              tabs={tabs.map(([name]) => [name, words.tabs[name]] as const)}
              current={tab}
              onChange={(tab) => navigate(path(room, tab), { replace: true })}
            >
              <div className="staff-tab">{content?.()}</div>
            </Tabs>
          </>
        ) : isKnown ? (
          <Empty text={words.notStaff} />
        ) : (
          <Skeleton />
        )}
      </div>
    </main>
  )
}

function idOf(text: string | undefined) {
  try {
    return text === undefined ? undefined : roomId(text)
  } catch {
    return undefined // An address that was typed or cut off.
  }
}
