import type { Message } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { memo, useState } from 'react'
import { Icon } from '../../ui/icons.tsx'
import { count, fill } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { groupsOf, pressed, type ReactionGroup } from './groups.ts'

type Props = {
  readonly message: Pick<Message, 'id' | 'room' | 'reactions'>
  /** Undefined where the user may not react. */
  readonly onToggle: ((emoji: readonly string[]) => void) | undefined
  readonly onAdd: (opener: HTMLElement) => void
}

/** The reactions of a message, each kind with its number of users. */
export const Reactions = memo(function Reactions({ message, onToggle, onAdd }: Props) {
  const words = useWords()
  if (!message.reactions?.length) return null
  return (
    <ul className="reactions" aria-label={words.reactions}>
      {groupsOf(message.reactions).map((group) => (
        <li key={group.emoji}>
          <Chip message={message} group={group} onToggle={onToggle} />
        </li>
      ))}
      {onToggle && (
        <li>
          <button
            type="button"
            className="reaction add"
            title={words.addReaction}
            aria-label={words.addReaction}
            onClick={({ currentTarget }) => onAdd(currentTarget)}
          >
            <Icon name="react" />
          </button>
        </li>
      )}
    </ul>
  )
})

function Chip({
  message: { id, room },
  group,
  onToggle,
}: Pick<Props, 'message' | 'onToggle'> & { readonly group: ReactionGroup }) {
  const chat = useChat()
  const words = useWords()
  /** Who has reacted, as far as it is known, with the number of users at that time. */
  const [people, setPeople] = useState<{ readonly names: string; readonly count: number }>()

  /** Once for each number: the names are not part of the message. */
  async function readNames(): Promise<void> {
    if (people?.count === group.count) return
    const pages = await Promise.all(
      group.all.map((emoji) => chat.reactions.list({ room, message: id, emoji, limit: 20 })),
    ).catch(() => []) // The chip says its number also without the names.
    const users = pages.flatMap(({ reactions }) => reactions.map(({ user }) => user))
    const names = [...new Map(users.map((user) => [user.id, user.name])).values()]
    const rest = group.count - names.length
    const listed = rest > 0 ? [...names, count(words.locale, words.others, rest)] : names
    const list = new Intl.ListFormat(words.locale, { type: 'conjunction' })
    if (names.length > 0) setPeople({ names: list.format(listed), count: group.count })
  }
  const n = count(words.locale, words.reactedBy, group.count)
  const label = fill(n, { emoji: group.emoji })
  return (
    <button
      type="button"
      className="reaction"
      aria-pressed={group.mine.length > 0}
      aria-label={label}
      title={people?.count === group.count ? `${group.emoji} ${people.names}` : label}
      disabled={!onToggle}
      onPointerEnter={readNames}
      onFocus={readNames}
      onClick={() => onToggle?.(pressed(group))}
    >
      <span className="emoji">{group.emoji}</span>
      {new Intl.NumberFormat(words.locale).format(group.count)}
    </button>
  )
}
