import type { Message } from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'
import type { Whole } from '../../../protocol/whole.ts'
import type { OfPage } from '../queries/messages.ts'
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
  const keys: { room: RoomId; seq: number; emoji: string; user: UserId }[] = []
  for (const { room, seq, reactions } of messages)
    if (reactions !== undefined)
      for (const { emoji } of reactions) keys.push({ room, seq, emoji, user })
  if (keys.length === 0) return messages
  const found = await run.many(queries.reaction, keys)
  const own = Map.groupBy(
    keys.filter((_, n) => found[n] !== undefined),
    keyOf,
  )
  return messages.map((message) => {
    const ofMessage = own.get(keyOf(message))
    return ofMessage === undefined
      ? message
      : withOwn(message, new Set(ofMessage.map(({ emoji }) => emoji)))
  })
}

/** One message that is not kept costs as much as so many of a page that is read whole. */
const ALONE = 3

/** A page of a room's own history. If most of its messages are kept, only the seqs and the others are read. */
export async function pageOfRoom(
  run: Run,
  direction: 'before' | 'after',
  args: OfPage,
): Promise<readonly JoinedMessageRow[]> {
  const [whole, seqsOnly] =
    direction === 'before'
      ? [queries.messagesBefore, queries.messageSeqsBefore]
      : [queries.messagesAfter, queries.messageSeqsAfter]
  if (run.shared === undefined) return run.all(whole, args)
  const { room, viewer } = args
  const seqs = (await run.all(seqsOnly, args)).map(({ seq }) => seq)
  if (run.shared.missing(room, seqs) * ALONE > seqs.length) return run.all(whole, args)
  const keys = seqs.map((seq) => ({ room, seq, viewer }))
  return present(await run.many(queries.messageBySeq, keys))
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
