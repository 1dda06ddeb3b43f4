import type { Message } from '../../../protocol/entities.ts'
import type { UserId } from '../../../protocol/ids.ts'
import type { Whole } from '../../../protocol/whole.ts'
import * as queries from '../queries/queries.ts'
import { messageFor, withOwn } from '../tables/message-views.ts'
import type { JoinedMessageRow } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'

/**
 * Messages as this user sees them, who read the rows, with the marks of their own reactions. Only for messages that have
 * reactions is anything read: a key for each emoji, however many users have added it.
 */
export async function messagesFor(
  run: Run,
  rows: readonly JoinedMessageRow[],
  user: UserId,
): Promise<readonly Whole<Message>[]> {
  const messages = rows.map((row) => messageFor(row, user))
  const keys = messages.flatMap(({ room, seq, reactions = [] }) =>
    reactions.map(({ emoji }) => ({ room, seq, emoji, user })),
  )
  if (keys.length === 0) return messages
  const found = await run.many(queries.reaction, keys)
  const own = Map.groupBy(
    keys.filter((_, n) => found[n] !== undefined),
    keyOf,
  )
  return messages.map((message) =>
    withOwn(message, new Set(own.get(keyOf(message))?.map(({ emoji }) => emoji))),
  )
}

const keyOf = ({ room, seq }: { readonly room: string; readonly seq: number }) => `${room} ${seq}`

/** One message of this kind. */
export async function messageOf(
  run: Run,
  row: JoinedMessageRow | undefined,
  user: UserId,
): Promise<Whole<Message> | undefined> {
  return row && (await messagesFor(run, [row], user))[0]
}

export const present = <R>(rows: readonly (R | undefined)[]): readonly R[] =>
  rows.filter((row) => row !== undefined)
