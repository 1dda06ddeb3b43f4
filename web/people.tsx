import type { Member, UserId } from '../sdk/typescript/src/index.ts'
import { Avatar } from './avatar.tsx'
import { texts } from './texts.ts'

type Props = {
  readonly id: string
  readonly me: UserId | undefined
  readonly members: ReadonlyMap<UserId, Member>
}

/** The members of the lobby: beside the messages on wide screens, otherwise in a popover. */
export function People({ id, me, members }: Props) {
  const people = [...members.values()].map(({ user }) => user)
  people.sort((a, b) => Number(b.id === me) - Number(a.id === me) || a.name.localeCompare(b.name))
  return (
    <aside id={id} className="people" popover="auto" aria-labelledby="people-title">
      <h2 id="people-title">
        {texts.people} <span>{people.length}</span>
      </h2>
      <ul>
        {people.map(({ id, name }) => (
          <li key={id}>
            <Avatar user={{ id, name }} />
            <bdi title={name}>{name}</bdi>
            {id === me && <small>{texts.you}</small>}
          </li>
        ))}
      </ul>
    </aside>
  )
}
