import type { Member, RoomId, User } from '@parlance/sdk'
import { usePresence } from '@parlance/sdk/react'
import { timeIn } from '../../lib/times.ts'
import { Chip } from '../../ui/labels.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'

type Props = {
  readonly user: User | undefined
  readonly member: Member | undefined
  /** Undefined: the user shares no room with the person, as far as the page knows. */
  readonly room: RoomId | undefined
}

export function ProfileFacts({ user, member, room }: Props) {
  const words = useWords()
  const roles = [
    ...(user?.role ? [words.serverRoles[user.role]] : []),
    ...(user?.kind === 'guest' ? [words.guest] : user?.kind === 'bot' ? [words.bot] : []),
    ...(member && member.role !== 'member' ? [words.roles[member.role]] : []),
  ]
  return (
    <div className="profile-facts">
      {user?.handle && <p dir="ltr">@{user.handle}</p>}
      {room && user && <PresenceLine room={room} user={user} />}
      {user?.timeZone && <p>{fill(words.localTime, { time: timeIn(user.timeZone) })}</p>}
      {roles.length > 0 && (
        <p>
          {roles.map((role) => (
            <Chip key={role}>{role}</Chip>
          ))}
        </p>
      )}
    </div>
  )
}

function PresenceLine({ room, user }: { readonly room: RoomId; readonly user: User }) {
  const words = useWords()
  const { presence } = usePresence(room)
  const found = presence.find((one) => one.user.id === user.id)
  if (found === undefined) return null
  return (
    <>
      {found.status && <p dir="auto">{found.status}</p>}
      <p>
        {words.presences[found.state]}
        {found.lastSeenAt && (
          <>
            {' · '}
            <RelativeTime at={found.lastSeenAt} />
          </>
        )}
      </p>
    </>
  )
}
