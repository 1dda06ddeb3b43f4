import type { Member, MyRoom, UserId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { useCommand } from '../../lib/use-command.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { PersonName } from '../../ui/names.tsx'
import { Empty } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'

/** The rooms whose members are offered, the most recently active ones, and the most members of each. */
const ROOMS = 8
const MEMBERS = 200
/** The most people that are listed. */
const SHOWN = 30

type Props = { readonly rooms: readonly MyRoom[]; readonly onClose: () => void }
type Person = Member['user']

export function NewDm({ rooms, onClose }: Props) {
  const chat = useChat()
  const words = useWords()
  const [, navigate] = useLocation()
  const [query, setQuery] = useState('')
  const [people, setPeople] = useState<readonly Person[]>()
  const { run, refusal, isBusy } = useCommand()

  // Only once: the list must not move while somebody reads it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const lists = rooms
      .filter(({ type }) => type !== 'dm')
      .slice(0, ROOMS)
      // A room that was left meanwhile offers nobody.
      .map(({ id }) =>
        chat.members.list({ room: id, limit: MEMBERS }).catch(() => ({ members: [] })),
      )
    void Promise.all(lists).then((lists) => {
      const all = lists.flatMap(({ members }) =>
        members.map(({ user }) => [user.id, user] as const),
      )
      const others = [...new Map(all).values()].filter(({ id }) => id !== chat.user?.id)
      setPeople(others.sort((a, b) => a.name.localeCompare(b.name, words.locale)))
    })
  }, [chat])

  async function open(user: UserId): Promise<void> {
    const { id } = await chat.rooms.create({ type: 'dm', members: [user] })
    onClose()
    navigate(`/r/${id}`)
  }

  const wanted = query.trim().toLocaleLowerCase(words.locale)
  const found = people?.filter(({ name }) => name.toLocaleLowerCase(words.locale).includes(wanted))
  return (
    <Dialog title={words.newMessage} onClose={onClose}>
      <Field
        label={words.person}
        type="search"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        autoFocus
        placeholder={words.searchPeople}
        hint={words.personHint}
        refusal={refusal}
      />
      {found?.length === 0 && <Empty text={words.noPeople} />}
      <ul className="people-found">
        {found?.slice(0, SHOWN).map(({ id, name }) => (
          <li key={id}>
            <button type="button" disabled={isBusy} onClick={() => run(() => open(id))}>
              <Avatar id={id} name={name} />
              <PersonName name={name} />
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
