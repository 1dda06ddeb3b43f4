import type { MyRoom, ReportStatus } from '@parlance/sdk'
import { useReports } from '@parlance/sdk/react/moderation'
import { useState } from 'react'
import { Choice } from '../../../ui/choice.tsx'
import { useModerationWords } from '../../../words/moderation/moderation-words.ts'
import { List } from '../list.tsx'
import { ReportCard } from './report-card.tsx'

const STATUSES: readonly ReportStatus[] = ['open', 'claimed', 'closed']

/** The queue: new reports, those that somebody handles, and closed ones. The oldest is first. */
export function Reports({ room }: { readonly room: MyRoom | undefined }) {
  const words = useModerationWords()
  const [status, setStatus] = useState<ReportStatus>('open')
  return (
    <>
      <Choice
        label={words.tabs.reports}
        value={status}
        options={STATUSES.map((one) => [one, words.statuses[one]] as const)}
        onChange={setStatus}
      />
      <Queue key={status} room={room} status={status} />
    </>
  )
}

function Queue({
  room,
  status,
}: {
  readonly room: MyRoom | undefined
  readonly status: ReportStatus
}) {
  const words = useModerationWords()
  const { reports, hasMore, loadMore, ...load } = useReports({ status, room: room?.id })
  return (
    <List items={reports} load={load} empty={words.noReports[status]} more={hasMore && loadMore}>
      {(report) => <ReportCard key={report.id} report={report} />}
    </List>
  )
}
