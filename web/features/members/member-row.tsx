import type { Member, Presence, RoomId } from '@parlance/sdk'
import { Avatar } from '../../ui/avatar.tsx'
import { Chip } from '../../ui/labels.tsx'
import { PersonName } from '../../ui/names.tsx'
import { useWords } from '../../words/words.ts'
import { showProfile } from '../profile/index.ts'

type Props = {
  readonly member: Member
  readonly presence: Presence | undefined
  readonly room: RoomId | undefined
  readonly isMe: boolean
}

export function MemberRow({ member, presence, room, isMe }: Props) {
  const words = useWords()
  const { user, role } = member
  return (
    <li>
      <button type="button" onClick={() => showProfile({ user, room, member })}>
        <Avatar id={user.id} name={user.name} presence={presence?.state} />
        <span className="member-names">
          <span>
            <PersonName name={user.name} />
            {isMe && <small>{words.you}</small>}
          </span>
          {presence && (
            <small dir="auto">{presence.status || words.presences[presence.state]}</small>
          )}
        </span>
        {role !== 'member' && <Chip>{words.roles[role]}</Chip>}
      </button>
    </li>
  )
}
