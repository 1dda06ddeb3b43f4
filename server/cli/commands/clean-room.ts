import { LIMITS } from '../../../protocol/limits.ts'
import { ask, type Link } from '../links/link.ts'
import { Progress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'

/** Deletions that are under way at once. */
const AT_ONCE = 8

/** Deletes the messages of a room that were sent before a time, in ms, the oldest first. Returns their number. */
export async function cleanRoom(
  link: Link,
  terminal: Terminal,
  room: string,
  before: number,
): Promise<number> {
  const progress = new Progress(terminal, 'messages deleted')
  let [deleted, after] = [0, 0]
  for (let isOld = true; isOld; ) {
    const { messages } = await ask(link, 'messages.list', { room, after, limit: LIMITS.pageMax })
    const old = messages.filter(({ createdAt }) => Date.parse(createdAt) < before)
    const living = old.filter(({ deletedAt }) => deletedAt === undefined)
    for (let i = 0; i < living.length; i += AT_ONCE) {
      const next = living.slice(i, i + AT_ONCE)
      await Promise.all(next.map(({ id }) => ask(link, 'messages.delete', { room, message: id })))
      progress.add(next.length)
    }
    deleted += living.length
    after = messages.at(-1)?.seq ?? after
    isOld = old.length > 0 && old.length === messages.length
  }
  progress.end()
  return deleted
}
