import type { MyRoom, User } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useCallback, useState } from 'react'
import { useList } from '../../../lib/use-list.ts'
import { useMe } from '../../../session/use-me.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Chip } from '../../../ui/labels.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { PersonName } from '../../../ui/names.tsx'
import { Empty, Notice, Skeleton } from '../../../ui/states.tsx'
import { useModerationWords } from '../../../words/moderation/moderation-words.ts'
import { fill } from '../../../words/plural.ts'
import { useWords } from '../../../words/words.ts'
import { useActs } from '../../acts/index.ts'
import { ExplainDialog } from './explain-dialog.tsx'
import { peopleOf } from './people-of.ts'
import { RoleDialog } from './role-dialog.tsx'

/** The most people that are listed. */
const SHOWN = 100

/** The people who share a room with the user, with their roles on the server. */
export function People({ rooms }: { readonly rooms: readonly MyRoom[] }) {
  const chat = useChat()
  const words = useModerationWords()
  const { acts, locale } = useWords()
  const [query, setQuery] = useState('')
  const [opened, setOpened] = useState<{ readonly user: User; readonly as: 'role' | 'explain' }>()
  // The list must not move while somebody reads it.
  const [of] = useState(rooms)
  const { items, refusal, reload } = useList(useCallback(() => peopleOf(chat, of), [chat, of]))
  const { ofPerson } = useActs(undefined)
  const wanted = query.trim().toLocaleLowerCase(locale)
  const found = items?.filter(({ name }) => name.toLocaleLowerCase(locale).includes(wanted))
  const isAdministrator = useMe()?.role === 'administrator'
  const close = () => setOpened(undefined)

  return (
    <>
      <input
        className="input"
        type="search"
        dir="auto"
        value={query}
        aria-label={words.searchPeople}
        placeholder={words.searchPeople}
        onChange={(event) => setQuery(event.target.value)}
      />
      <p className="moderation-hint">{words.peopleHint}</p>
      {refusal !== undefined && <Notice look="danger">{refusal}</Notice>}
      {items === undefined && refusal === undefined && <Skeleton rows={4} />}
      {found?.length === 0 && <Empty text={words.noPeople} />}
      <ul className="people-list">
        {found?.slice(0, SHOWN).map((user) => (
          <li key={user.id}>
            <Avatar id={user.id} name={user.name} />
            <PersonName name={user.name} />
            {user.role && <Chip>{words.serverRoles[user.role]}</Chip>}
            <Menu
              label={fill(acts.ofPerson, { name: user.name })}
              items={[
                {
                  label: words.explain,
                  icon: 'key',
                  onSelect: () => setOpened({ user, as: 'explain' }),
                },
                ...(isAdministrator
                  ? [
                      {
                        label: words.serverRole,
                        icon: 'person' as const,
                        onSelect: () => setOpened({ user, as: 'role' }),
                      },
                    ]
                  : []),
                ...ofPerson(user),
              ]}
            />
          </li>
        ))}
      </ul>
      {opened?.as === 'role' && (
        <RoleDialog user={opened.user} onClose={close} onChanged={reload} />
      )}
      {opened?.as === 'explain' && (
        <ExplainDialog user={opened.user} rooms={rooms} onClose={close} />
      )}
    </>
  )
}
