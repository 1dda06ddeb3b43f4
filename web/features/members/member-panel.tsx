import type { RoomId, UserId } from '@parlance/sdk'
import { useRooms } from '@parlance/sdk/react'
import { useSyncExternalStore } from 'react'
import { Avatar } from '../../ui/avatar.tsx'
import { Menu } from '../../ui/menu.tsx'
import { PersonName } from '../../ui/names.tsx'
import { fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { useActs } from '../moderation/index.ts'
import type { MemberList } from './member-list.ts'

type Props = {
  readonly list: MemberList
  readonly room: RoomId
  readonly me: UserId | undefined
}

/** The members of a room, the own user first. */
export function MemberPanel({ list, room, me }: Props) {
  const words = useWords()
  const { ofPerson } = useActs(useRooms().rooms.find((one) => one.id === room))
  const { members } = useSyncExternalStore(list.watch, list.read)
  const people = [...members.values()].map(({ user }) => user)
  people.sort(
    (a, b) =>
      Number(b.id === me) - Number(a.id === me) || a.name.localeCompare(b.name, words.locale),
  )
  return (
    <ul className="member-list">
      {people.map(({ id, name }) => (
        <li key={id}>
          <Avatar id={id} name={name} />
          <PersonName name={name} />
          {id === me && <small>{words.you}</small>}
          {id !== me && (
            <Menu label={fill(words.acts.ofPerson, { name })} items={ofPerson({ id, name })} />
          )}
        </li>
      ))}
    </ul>
  )
}
