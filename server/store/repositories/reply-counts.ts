import type { Message } from '../../../protocol/entities.ts'
import { SYSTEM, type UserId } from '../../../protocol/ids.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import type { CountedRoot } from '../log/message-events.ts'
import * as queries from '../queries/queries.ts'
import {
  fromParts,
  type HiddenParts,
  MAX_PARTS,
  partsOf,
  ROW,
  repliesFor,
  type ViewedMessage,
} from '../tables/message-views.ts'
import type { JoinedMessageRow } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'

type Counted = Pick<
  JoinedMessageRow,
  'replies' | 'last_reply_seq' | 'last_reply_at' | 'hidden_parts'
>

/** Counts the replies of threads: those that everybody sees, and the hidden ones of each sender. */
export class ReplyCounts {
  readonly #run: Run
  readonly #recorder: EventRecorder

  constructor(run: Run, recorder: EventRecorder) {
    this.#run = run
    this.#recorder = recorder
  }

  /** A reply was sent. `hiddenOf`: the sender of a hidden one. */
  async sent(root: ViewedMessage, seq: number, hiddenOf?: UserId): Promise<CountedRoot> {
    const before = countedOf(root)
    const { at } = this.#recorder
    const last = { last_reply_seq: seq, last_reply_at: at }
    if (hiddenOf === undefined) {
      const { shown: _, ...parts } = partsOf(before)
      const replies = (before.replies ?? 0) + 1
      return this.#set(root, before, { ...last, replies, hidden_parts: fromParts(parts) })
    }
    const { last_reply_seq, last_reply_at, replies } = before
    const parts = partsOf(before)
    const isFirst = parts.shown === undefined && replies !== null
    const shown = isFirst ? ([last_reply_seq ?? 0, last_reply_at ?? 0] as const) : parts.shown
    const added = plus({ ...parts, shown }, hiddenOf, 1, seq, at)
    return this.#set(root, before, { ...last, replies, hidden_parts: fromParts(added) })
  }

  /** A reply was deleted (-1) or restored (1), or an edit hides it (`hide`). */
  async changed(reply: ViewedMessage, by: 1 | -1 | 'hide'): Promise<CountedRoot | undefined> {
    const { room, thread } = reply
    if (thread === undefined) return undefined
    const row = await this.#run.first(queries.messageById, { room, id: thread, viewer: SYSTEM })
    if (row === undefined) return undefined
    const isHidden = reply[ROW] !== undefined && reply[ROW].hidden !== null
    const replies = isHidden ? row.replies : (row.replies ?? 0) + (by === 1 ? 1 : -1)
    const at = Date.parse(reply.createdAt)
    const hidden = by === 'hide' ? 1 : isHidden ? by : 0
    const parts = partsOf(row)
    const changed = hidden === 0 ? parts : plus(parts, reply.sender.id, hidden, reply.seq, at)
    const last = {
      last_reply_seq: row.last_reply_seq ?? row.seq,
      last_reply_at: row.last_reply_at ?? this.#recorder.at,
    }
    return this.#set(row, row, { ...last, replies, hidden_parts: fromParts(changed) })
  }

  async #set(
    { id, room, seq }: Pick<Message, 'id' | 'room' | 'seq'>,
    before: Counted,
    after: Counted,
  ): Promise<CountedRoot> {
    const { hidden_parts, ...counts } = after
    await this.#recorder.write(queries.setReplies, { room, seq, ...counts })
    if (hidden_parts !== before.hidden_parts)
      await this.#recorder.write(queries.setParts, { room, seq, hidden_parts })
    return {
      owners: partsOf(after).replies.map(([user]) => user),
      for: (viewer) => {
        const replies = repliesFor(after, viewer)
        return replies && { id, seq, replies }
      },
    }
  }
}

const countedOf = ({ [ROW]: row, replies }: ViewedMessage): Counted =>
  row ?? {
    replies: replies?.count ?? null,
    last_reply_seq: replies?.lastSeq ?? null,
    last_reply_at: replies ? Date.parse(replies.lastAt) : null,
    hidden_parts: null,
  }

/** The parts with more hidden replies of a user, or fewer. `seq`, `at`: of the reply. */
function plus(parts: HiddenParts, user: UserId, by: 1 | -1, seq: number, at: number): HiddenParts {
  const [, before, lastSeq, lastAt] = parts.replies.find(([each]) => each === user) ?? [
    user,
    0,
    0,
    0,
  ]
  const others = parts.replies.filter(([each]) => each !== user)
  const [newSeq, newAt] = seq > lastSeq ? [seq, at] : [lastSeq, lastAt]
  const own = [user, Math.max(before + by, 0), newSeq, newAt] as const
  return { ...parts, replies: [...others, own].slice(-MAX_PARTS) }
}
