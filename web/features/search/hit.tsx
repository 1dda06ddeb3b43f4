import type { SearchHit } from '@parlance/sdk'
import { Link } from 'wouter'
import { placeOf } from '../../lib/paths.ts'
import { useSignedIn } from '../../session/signed-in.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { PersonName } from '../../ui/names.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'

/** A message that was found, with its matches marked. It leads to the message in its room. */
export function Hit({ hit, roomName }: { readonly hit: SearchHit; readonly roomName: string }) {
  const { lobby } = useSignedIn()
  const { message, fragments } = hit
  const { sender, createdAt } = message
  return (
    <li>
      <Link className="message-link" href={placeOf(message, lobby)}>
        <Avatar id={sender.id} name={sender.name} />
        <span>
          <span className="message-link-head">
            <PersonName name={sender.name} />
            <bdi className="name">{roomName}</bdi>
            <RelativeTime at={createdAt} />
          </span>
          <span className="message-link-text" dir="auto">
            {fragments.map(({ text, found }, place) =>
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change
              found ? <mark key={place}>{text}</mark> : <span key={place}>{text}</span>,
            )}
          </span>
        </span>
      </Link>
    </li>
  )
}
