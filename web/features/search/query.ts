import type { MyRoom, RoomId, UserId } from '@parlance/sdk'
import { matches } from '../../lib/match.ts'
import type { Person } from '../people/index.ts'

/** What names in a query can stand for. */
export type Known = {
  readonly rooms: readonly MyRoom[]
  readonly nameOf: (room: RoomId) => string
  readonly people: readonly Person[]
  readonly me: UserId | undefined
}

type Unknown = { readonly filter: 'in' | 'from'; readonly name: string }

const FILTER = /(?<=^|\s)(in|from):(?:"([^"]*)"?|(\S+))/g
const UNFINISHED = /(?:^|\s)(in|from):"?([^"\s]*)$/

/**
 * The query of the server, which knows rooms and people by their ids: `in:garden` and `from:"Ana Lima"` are replaced.
 * `unknown`: the first name that stands for nothing.
 */
export function resolve(
  query: string,
  known: Known,
): { readonly q: string; readonly unknown?: Unknown } {
  let unknown: Unknown | undefined
  const q = query.replace(
    FILTER,
    (whole, filter: 'in' | 'from', quoted?: string, plain?: string) => {
      const name = quoted ?? plain ?? ''
      const id = filter === 'in' ? roomBy(name, known) : personBy(name, known)
      if (id === undefined) unknown ??= { filter, name }
      return id === undefined ? whole : `${filter}:${id}`
    },
  )
  return { q, ...(unknown && { unknown }) }
}

const roomBy = (name: string, { rooms, nameOf }: Known): RoomId | undefined =>
  rooms.find(({ id }) => id === name)?.id ?? matches(rooms, name, ({ id }) => nameOf(id))[0]?.id

function personBy(name: string, { people, me }: Known): UserId | undefined {
  if (name === 'me') return me
  return people.find(({ id }) => id === name)?.id ?? matches(people, name, (one) => one.name)[0]?.id
}

/** The filter at the end of a query whose name is being typed, and the names that begin so. */
export function suggestions(
  query: string,
  { rooms, nameOf, people }: Known,
): readonly { readonly name: string; readonly query: string }[] {
  const [unfinished, filter, begun = ''] = UNFINISHED.exec(query) ?? []
  if (unfinished === undefined || filter === undefined) return []
  const names =
    filter === 'in' ? rooms.map(({ id }) => nameOf(id)) : ['me', ...people.map(({ name }) => name)]
  const before = query.slice(0, query.length - begun.length).replace(/"$/, '')
  return matches([...new Set(names)], begun, (name) => name)
    .filter((name) => name !== begun)
    .slice(0, 6)
    .map((name) => ({ name, query: `${before}${/\s/.test(name) ? `"${name}"` : name} ` }))
}
