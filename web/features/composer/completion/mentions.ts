import type { Message, UserId } from '@parlance/sdk'
import { namesIn } from '../../../lib/markdown/names-in.ts'

export type Person = { readonly id: UserId; readonly name: string }
type Mentions = NonNullable<Message['mentions']>

/** Names that mention many. */
export const EVERYONE = 'room'
export const ONLINE = 'online'
/** The server accepts so many. */
const MOST = 100

/**
 * The users that a text mentions, as the text is shown: `@name` in code is text. `chosen`: whom the user has chosen from
 * the list, by name, because several users can have one name.
 */
export function mentionsOf(
  text: string,
  people: readonly Person[],
  chosen: ReadonlyMap<string, UserId>,
): Mentions | undefined {
  if (!text.includes('@')) return undefined
  const ids = new Map(people.map(({ id, name }) => [name, id] as const))
  for (const [name, id] of chosen) ids.set(name, id)
  const names = namesIn(text, [...ids.keys(), EVERYONE, ONLINE])
  const users = [...new Set(names.flatMap((name) => ids.get(name) ?? []))].slice(0, MOST)
  const isMeant = (name: string) => names.includes(name) && !ids.has(name)
  if (users.length === 0 && !isMeant(EVERYONE) && !isMeant(ONLINE)) return undefined
  return {
    ...(users.length > 0 && { users }),
    ...(isMeant(EVERYONE) && { room: true }),
    ...(isMeant(ONLINE) && { online: true }),
  }
}
