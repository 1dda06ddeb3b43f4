import type { Member, MyRoom } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'

/** The rooms whose members are offered, the most recently active ones, and the most members of each. */
const ROOMS = 8
const MEMBERS = 200

export type Person = Member['user']

/** People with whom the user shares a room, by name. Undefined until they are read; `rooms`: ready when not empty. */
export function usePeople(rooms: readonly MyRoom[]): readonly Person[] | undefined {
  const chat = useChat()
  const [people, setPeople] = useState<readonly Person[]>()
  const isReady = rooms.length > 0
  // Only once: the list must not move while somebody reads it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!isReady) return
    const lists = rooms
      .slice(0, ROOMS)
      // A room that was left meanwhile offers nobody.
      .map(({ id }) =>
        chat.members.list({ room: id, limit: MEMBERS }).catch(() => ({ members: [] })),
      )
    void Promise.all(lists).then((lists) => {
      const all = lists.flatMap(({ members }) => members.map(({ user }) => user))
      const others = new Map(all.filter(({ id }) => id !== chat.user?.id).map((p) => [p.id, p]))
      setPeople([...others.values()].sort((a, b) => a.name.localeCompare(b.name)))
    })
  }, [chat, isReady])
  return people
}
