import type { Report } from '@parlance/sdk'
import { useChat, useRooms } from '@parlance/sdk/react'
import { useState } from 'react'
import { roomPath } from '../../../lib/paths.ts'
import { useSignedIn } from '../../../session/signed-in.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/labels.tsx'
import { PersonName } from '../../../ui/names.tsx'
import { RelativeTime } from '../../../ui/relative-time.tsx'
import { useModerationWords } from '../../../words/moderation/moderation-words.ts'
import { count, fill } from '../../../words/plural.ts'
import { useWords } from '../../../words/words.ts'
import { tryCommand } from '../../acts/index.ts'
import { useRoomName } from '../../room-names/index.ts'
import { ReportDetails } from './report-details.tsx'

/** A report in the queue; opened, with its evidence and what can be done. */
export function ReportCard({ report }: { readonly report: Report }) {
  const chat = useChat()
  const words = useModerationWords()
  const { locale, details } = useWords()
  const { lobby } = useSignedIn()
  const { rooms } = useRooms()
  const [isOpen, setOpen] = useState(false)
  const { id, user, status, reason, reporters, room, claimedBy, closedBy, outcome, note } = report
  const name = useRoomName(rooms.find((one) => one.id === room))
  const isMine = claimedBy?.id === chat.user?.id
  const claim = (takeOver: boolean) =>
    tryCommand(() => chat.reports.claim({ report: id, takeOver })).then((done) => {
      if (done) setOpen(true)
    })
  return (
    <li className="staff-card">
      <div className="staff-card-head">
        <Avatar id={user.id} name={user.name} />
        <div>
          <p>
            {report.message ? (
              fill(words.ofMessage, { name: user.name })
            ) : (
              <PersonName name={user.name} />
            )}
          </p>
          <p className="moderation-hint">
            {[
              reporters > 0 ? count(locale, words.reporters, reporters) : words.byServer,
              ...(name ? [fill(words.inRoom, { room: name })] : []),
            ].join(' · ')}{' '}
            · <RelativeTime at={report.createdAt} />
          </p>
        </div>
        <Chip>{words.reasons[reason]}</Chip>
      </div>
      {status === 'claimed' && claimedBy && (
        <p className="moderation-hint">{fill(words.claimedBy, { name: claimedBy.name })}</p>
      )}
      {status === 'closed' && outcome && (
        <p>
          <strong>{words.outcomes[outcome]}</strong>{' '}
          <span className="moderation-hint">
            {closedBy && fill(words.closedBy, { name: closedBy.name })}
          </span>
          {note && <span dir="auto"> — {note}</span>}
        </p>
      )}
      <div className="moderation-buttons">
        {status === 'open' && (
          <Button look="primary" onClick={() => void claim(false)}>
            {words.claim}
          </Button>
        )}
        {status === 'claimed' && claimedBy && !isMine && (
          <Button onClick={() => void claim(true)}>
            {fill(words.takeOver, { name: claimedBy.name })}
          </Button>
        )}
        {status !== 'closed' && (
          <Button look="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {details}
          </Button>
        )}
      </div>
      {isOpen && (
        <ReportDetails
          report={report}
          path={room && rooms.some((one) => one.id === room) ? roomPath(room, lobby) : undefined}
        />
      )}
    </li>
  )
}
