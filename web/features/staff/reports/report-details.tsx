import type { Report } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useReport } from '@parlance/sdk/react/moderation'
import { Link } from 'wouter'
import { refusalOf } from '../../../lib/refusal.ts'
import { Button } from '../../../ui/button.tsx'
import { PersonName } from '../../../ui/names.tsx'
import { RelativeTime } from '../../../ui/relative-time.tsx'
import { Notice, Skeleton } from '../../../ui/states.tsx'
import { useModerationWords } from '../../../words/moderation/moderation-words.ts'
import { fill } from '../../../words/plural.ts'
import { showModeration } from '../../moderation/index.ts'
import { CloseReport } from './close-report.tsx'

type Props = {
  readonly report: Report
  /** The address of the room, if the user can see it. */
  readonly path: string | undefined
}

/** Who has reported and why, what was written, and what can be done. */
export function ReportDetails({ report, path }: Props) {
  const chat = useChat()
  const words = useModerationWords()
  const { details, ...load } = useReport(report.id)
  if (load.state === 'error') return <Notice look="danger">{refusalOf(load.error)}</Notice>
  if (details === undefined) return <Skeleton rows={2} />
  const { reporters, evidence } = details
  const { user, message, room } = report
  return (
    <div className="report-details">
      <ul>
        {reporters.map((one) => (
          <li key={one.user.id}>
            <PersonName name={one.user.name} /> <small>{words.reasons[one.reason]}</small>
            {one.text && <p dir="auto">{one.text}</p>}
          </li>
        ))}
      </ul>
      {evidence.length > 0 && (
        <figure>
          <figcaption>
            <strong>{words.evidence}</strong>
            <span className="moderation-hint">{words.evidenceHint}</span>
          </figcaption>
          <ol className="evidence">
            {evidence.map(({ message: { id }, version, sender, text, createdAt }) => (
              <li key={`${id} ${version}`} data-reported={id === message?.id}>
                <p className="moderation-hint">
                  <PersonName name={sender.name} /> <RelativeTime at={createdAt} />
                  {version > 1 && ` · ${fill(words.version, { n: `${version}` })}`}
                </p>
                <p dir="auto">{text}</p>
              </li>
            ))}
          </ol>
        </figure>
      )}
      <div className="moderation-buttons">
        {path && message && (
          <Link className="button" href={`${path}/m/${message.seq}`}>
            {words.toMessage}
          </Link>
        )}
        {message && room && (
          <Button
            look="danger"
            icon="trash"
            onClick={() =>
              showModeration({
                kind: 'delete-message',
                message: { id: message.id, room, sender: user },
              })
            }
          >
            {words.delete}
          </Button>
        )}
        {user.id !== chat.user?.id && (
          <Button
            look="danger"
            icon="shield"
            onClick={() => showModeration({ kind: 'restrict', user, room })}
          >
            {fill(words.restrictPerson, { name: user.name })}
          </Button>
        )}
      </div>
      <CloseReport report={report.id} />
    </div>
  )
}
