import { useRooms } from '@parlance/sdk/react'
import { useLocation } from 'wouter'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useWords } from '../../words/words.ts'
import { useRequests } from '../requests/index.ts'
import { useRoomNames } from '../room-names/index.ts'
import { Mentions } from './mentions.tsx'
import { Requests } from './requests.tsx'
import { Threads } from './threads.tsx'

const TABS = ['mentions', 'threads', 'requests'] as const
type Tab = (typeof TABS)[number]

/** What waits for the user: mentions, threads that they follow, and people who ask to talk to them. */
export function InboxScreen({ tab = 'mentions' }: { readonly tab?: string }) {
  const words = useWords()
  const [, navigate] = useLocation()
  const { rooms } = useRooms()
  const names = useRoomNames(rooms)
  const waiting = useRequests().length
  const current: Tab = TABS.find((one) => one === tab) ?? 'mentions'
  const nameOf = (room: (typeof rooms)[number]['id']) => names.get(room) ?? ''
  return (
    <main className="screen inbox">
      <ScreenHead>
        <h1>{words.inbox}</h1>
      </ScreenHead>
      <div className="screen-body">
        <Tabs
          label={words.inbox}
          tabs={TABS.map((one) => [
            one,
            one === 'requests' && waiting > 0
              ? `${words.inboxTabs[one]} (${new Intl.NumberFormat(words.locale).format(waiting)})`
              : words.inboxTabs[one],
          ])}
          current={current}
          onChange={(one) => navigate(`/inbox/${one}`, { replace: true })}
        >
          {current === 'mentions' && <Mentions rooms={rooms} nameOf={nameOf} />}
          {current === 'threads' && <Threads nameOf={nameOf} />}
          {current === 'requests' && <Requests />}
        </Tabs>
      </div>
    </main>
  )
}
