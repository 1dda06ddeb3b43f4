import * as z from 'zod'
import { encodeOnce } from '../../../protocol/encoded-once.ts'
import type { Message, Quote, ReactionSummary, Replies } from '../../../protocol/entities.ts'
import { UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type { Whole } from '../../../protocol/whole.ts'
import { type JoinedMessageRow, reactionsOf, time, wholeMessage } from './rows.ts'

/** Who looks at a message: the staff see everything, a user what is hidden of their own. */
export type Viewer = { readonly user: UserId | undefined; readonly isStaff: boolean }
export const STAFF: Viewer = { user: undefined, isStaff: true }
export const OTHERS: Viewer = { user: undefined, isStaff: false }

/** The most hidden replies' senders, and hidden reactions, of one message. Further ones are not shown to their users. */
export const MAX_PARTS = 100

/**
 * The hidden parts of a message. `replies`: by sender, their number and the last one's seq and time. `shown`: the seq
 * and time of the last reply that is not hidden, if a hidden one is later. `version`: the last one that others saw,
 * before an edit has hidden the message.
 */
const HiddenParts = z.object({
  replies: z.array(z.tuple([UserId, z.int(), z.int(), z.int()]).readonly()).readonly(),
  shown: z.tuple([z.int(), z.int()]).readonly().optional(),
  reactions: z.array(z.tuple([z.string(), UserId]).readonly()).readonly(),
  version: z.int().optional(),
})
export type HiddenParts = Readonly<z.infer<typeof HiddenParts>>
type RepliesRow = Pick<
  JoinedMessageRow,
  'replies' | 'last_reply_seq' | 'last_reply_at' | 'hidden_parts'
>

export const NO_PARTS: HiddenParts = { replies: [], reactions: [] }

export const partsOf = ({ hidden_parts }: Pick<JoinedMessageRow, 'hidden_parts'>): HiddenParts =>
  hidden_parts === null ? NO_PARTS : HiddenParts.parse(JSON.parse(hidden_parts))

export const fromParts = (parts: HiddenParts): string | null =>
  parts.replies.length + parts.reactions.length === 0 && parts.version === undefined
    ? null
    : JSON.stringify(parts)

/** The row of a message of which something is hidden. It does not become JSON. */
export const ROW = Symbol('row')
export type ViewedMessage = Message & { readonly [ROW]?: JoinedMessageRow }

/** A message as this user sees it, who read the row, without which reactions are their own. */
export const messageFor = (row: JoinedMessageRow, user: UserId): Whole<Message> =>
  viewOf(row, { user, isStaff: row.sees_all === 1 })

/** The message with the marks of own reactions: those in `own`. */
export const withOwn = <M extends Message>(message: M, own: ReadonlySet<string>): M =>
  message.reactions === undefined
    ? message
    : {
        ...message,
        reactions: message.reactions.map(({ emoji, count }) => ({
          emoji,
          count,
          mine: own.has(emoji) || undefined,
        })),
      }

/** The emoji that the reader of the message has added to it. */
export const ownOf = ({ reactions = [] }: Message): ReadonlySet<string> =>
  new Set(reactions.flatMap(({ emoji, mine }) => (mine ? [emoji] : [])))

export function viewOf(row: JoinedMessageRow, viewer: Viewer): Whole<Message> {
  if (row.hidden === null && row.hidden_parts === null && row.quoted_hidden === null)
    return sharedMessage(row)
  const isOwn = row.sender === viewer.user
  const isDeletedFor = row.hidden !== null && !isOwn && !viewer.isStaff
  const view: Whole<Message> & ViewedMessage = {
    ...wholeMessage({ ...row, ...quotedFor(row, viewer), ...(isDeletedFor && deleted(row)) }),
    replies: repliesFor(row, viewer),
    hidden: row.hidden !== null && !isOwn && viewer.isStaff ? true : undefined,
    [ROW]: row,
  }
  return isDeletedFor ? view : { ...view, reactions: reactionsFor(row, viewer) }
}

/** The messages of rows that several reads share, once they are made. */
const shared = new WeakMap<JoinedMessageRow, Whole<Message> | undefined>()

/** From now on the row, of which nothing is hidden, is made into a message once, and that is encoded once. */
export const shareRow = (row: JoinedMessageRow): void => void shared.set(row, undefined)

function sharedMessage(row: JoinedMessageRow): Whole<Message> {
  const known = shared.get(row)
  if (known !== undefined) return known
  const message = wholeMessage(row)
  if (shared.has(row)) shared.set(row, Object.freeze(encodeOnce(message)))
  return message
}

/** Users for whom the message is not the same as for all others. */
export const ownersOf = (row: JoinedMessageRow): readonly UserId[] => {
  const { replies, reactions } = partsOf(row)
  const owners = [...replies.map(([user]) => user), ...reactions.map(([, user]) => user)]
  if (row.hidden !== null) owners.push(row.sender)
  if (row.quoted_hidden !== null && row.quoted_sender !== null) owners.push(row.quoted_sender)
  return owners
}

/** What an edit has hidden from its readers: to them the message is deleted. */
const deleted = (row: JoinedMessageRow) => ({
  text: '',
  data: null,
  mentions: null,
  reactions: null,
  pinned_at: null,
  deleted_at: row.hidden,
  edited_at: null,
  version: partsOf(row).version ?? row.version,
})

/** What is hidden of a quoted message is also hidden in the quote. */
function quotedFor({ quoted_hidden, quoted_sender }: JoinedMessageRow, viewer: Viewer) {
  if (quoted_hidden === null || viewer.isStaff || quoted_sender === viewer.user) return {}
  return { quoted_text: null, quoted_deleted_at: quoted_hidden > 1 ? quoted_hidden : null }
}

export function repliesFor(row: RepliesRow, { user, isStaff }: Viewer): Whole<Replies> | undefined {
  const { replies, shown = [row.last_reply_seq ?? 0, row.last_reply_at ?? 0] } = partsOf(row)
  const own = replies.filter((each) => isStaff || each[0] === user)
  const [seq, at] = own.reduce<readonly [number, number]>(
    (last, [, , seq, at]) => (seq > last[0] ? [seq, at] : last),
    row.replies === null ? [0, 0] : shown,
  )
  const count = own.reduce((sum, [, count]) => sum + count, row.replies ?? 0)
  return row.replies === null && own.length === 0
    ? undefined
    : { count, lastSeq: seq, lastAt: time(at) }
}

function reactionsFor(
  row: JoinedMessageRow,
  { user, isStaff }: Viewer,
): Whole<ReactionSummary>[] | undefined {
  const counts = new Map(
    (row.reactions === null ? [] : reactionsOf(row.reactions)).map((r) => [r.emoji, r.count]),
  )
  for (const [emoji, by] of partsOf(row).reactions)
    if (isStaff || by === user) counts.set(emoji, (counts.get(emoji) ?? 0) + 1)
  return counts.size === 0
    ? undefined
    : [...counts].map(([emoji, count]) => ({ emoji, count, mine: undefined }))
}

/** Cuts the text by code points, as `substr` does in the query. */
export const quoteOf = ({ id, seq, sender, text, deletedAt }: Message): Whole<Quote> => ({
  id,
  seq,
  sender,
  text: deletedAt === undefined ? [...text].slice(0, LIMITS.quoteLength).join('') : undefined,
  deletedAt,
})
