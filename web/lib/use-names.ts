import type { UserId } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useEffect, useState } from 'react'

/** The most ids of one command (LIMITS.idsPerCommand). */
const MAX_IDS = 100

/** The names of users by their ids. Of a user who shares no room with the own one, the id stands for the name. */
export function useNames(users: readonly UserId[]): (user: UserId) => string {
  const chat = useChat()
  const [names, setNames] = useState<ReadonlyMap<UserId, string>>(new Map())
  const missing = [...new Set(users)].filter((user) => !names.has(user))
  const key = missing.join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the ids
  useEffect(() => {
    if (missing.length === 0) return
    const id = missing.slice(0, MAX_IDS)
    chat.users.list({ id }).then(
      ({ users }) =>
        setNames((known) => {
          const found = new Map(users.map((one) => [one.id, one.name]))
          return new Map([...known, ...id.map((one) => [one, found.get(one) ?? one] as const)])
        }),
      () => undefined, // Without an answer the ids stay.
    )
  }, [chat, key])
  return (user) => names.get(user) ?? user
}
