import { Children, createElement, Fragment } from 'react'
import type { Sender } from '../sdk/typescript/src/index.ts'
import { words } from './words.ts'

/** Named one by one; of more, the rest is a number. */
const NAMED = 4
const list = new Intl.ListFormat(words.locale, { type: 'conjunction' })

/** “Ana, Ben and Cem came in”. */
export function MembershipRow({ who, came }: { who: readonly Sender[]; came: boolean }) {
  const people = [...new Map(who.map((person) => [person.id, person.name])).values()]
  const named = people.length <= NAMED ? people : people.slice(0, NAMED - 1)
  const rest = people.length - named.length
  const parts = list.formatToParts(rest > 0 ? [...named, words.others(rest)] : named)
  // A sentence's parts have no other key than their place.
  const sentence = Children.toArray(
    parts.map(({ type, value }) => createElement(type === 'element' ? 'bdi' : Fragment, {}, value)),
  )
  const [before, after] = (came ? words.cameIn : words.left).split('{names}')
  return (
    <li className="turns">
      {before}
      {sentence}
      {after}
    </li>
  )
}
