import type { Sender } from '@parlance/sdk'
import { Children, createElement, Fragment } from 'react'
import { count } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'

/** The most names of a row. Further users are only counted. */
const MAX_NAMES = 4

/** “Ana, Ben and Cem joined”. */
export function MembershipRow({ users, joined }: { users: readonly Sender[]; joined: boolean }) {
  const words = useWords()
  const list = new Intl.ListFormat(words.locale, { type: 'conjunction' })
  const names = [...new Map(users.map((user) => [user.id, user.name])).values()]
  const named = names.length <= MAX_NAMES ? names : names.slice(0, MAX_NAMES - 1)
  const rest = names.length - named.length
  const parts = list.formatToParts(
    rest > 0 ? [...named, count(words.locale, words.others, rest)] : named,
  )
  // The parts of a sentence have no other key than their position.
  const sentence = Children.toArray(
    parts.map(({ type, value }) => createElement(type === 'element' ? 'bdi' : Fragment, {}, value)),
  )
  const forms = joined ? words.membersJoined : words.membersLeft
  const [before, after] = count(words.locale, forms, names.length).split('{names}')
  return (
    <li className="membership">
      {before}
      {sentence}
      {after}
    </li>
  )
}
