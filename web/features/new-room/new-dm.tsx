import { ChatError, type MyRoom } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { matches } from '../../lib/match.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { PersonName } from '../../ui/names.tsx'
import { Empty } from '../../ui/states.tsx'
import { useWords } from '../../words/words.ts'
import { type Person, usePeople } from '../people/index.ts'
import { showProfile } from '../profile/index.ts'

/** The most people that are listed. */
const SHOWN = 30

type Props = { readonly rooms: readonly MyRoom[]; readonly onClose: () => void }

export function NewDm({ rooms, onClose }: Props) {
  const chat = useChat()
  const words = useWords()
  const [, navigate] = useLocation()
  const [query, setQuery] = useState('')
  const people = usePeople(rooms.filter(({ type }) => type !== 'dm'))
  const { run, refusal, isBusy } = useCommand()

  async function open(user: Person): Promise<void> {
    try {
      const { id } = await chat.rooms.create({ type: 'dm', members: [user.id] })
      navigate(`/r/${id}`)
    } catch (error) {
      if (!(error instanceof ChatError) || error.code !== 'consent_required') throw error
      showProfile({ user, room: undefined, isAsking: true })
    }
    onClose()
  }

  const found = people && matches(people, query, ({ name }) => name)
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
        {found?.slice(0, SHOWN).map((user) => (
          <li key={user.id}>
            <button type="button" disabled={isBusy} onClick={() => run(() => open(user))}>
              <Avatar id={user.id} name={user.name} />
              <PersonName name={user.name} />
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
