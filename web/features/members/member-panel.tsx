import type { UserId } from '@parlance/sdk'
import { useSyncExternalStore } from 'react'
import { Avatar } from '../../ui/avatar.tsx'
import { PersonName } from '../../ui/names.tsx'
import { useWords } from '../../words/words.ts'
import type { MemberList } from './member-list.ts'

type Props = {
  readonly list: MemberList
  readonly me: UserId | undefined
}

/** The members of a room, the own user first. */
export function MemberPanel({ list, me }: Props) {
  const words = useWords()
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
        </li>
      ))}
    </ul>
  )
}
