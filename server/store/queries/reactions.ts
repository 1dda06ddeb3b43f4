import type { UserId } from '../../../protocol/ids.ts'
import { query } from '../tables/statement.ts'
import type { ReactionRow } from '../tables/tables.ts'
import { columns } from './columns.ts'
import { visibleReaction } from './hidden.ts'
import type { InRoom, OfMessage } from './keys.ts'

type OfReaction = OfMessage & { emoji: string; user: UserId }

export const reaction = query((db, a: OfReaction) =>
  db
    .selectFrom('reactions')
    .select('hidden')
    .where('room', '=', a.room)
    .where('seq', '=', a.seq)
    .where('emoji', '=', a.emoji)
    .where('user', '=', a.user),
)

export const countOwnReactions = query((db, a: OfMessage & { user: UserId }) =>
  db
    .selectFrom('reactions')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('room', '=', a.room)
    .where('seq', '=', a.seq)
    .where('user', '=', a.user),
)

/** The reactions to a message by emoji and user, after a position in that order. */
export const reactors = query(
  (db, a: OfMessage & { emoji: string; user: string; viewer: UserId; limit: number }) =>
    db
      .selectFrom('reactions')
      .innerJoin('users', 'users.id', 'reactions.user')
      .select(['reactions.emoji', 'reactions.user', 'reactions.at', 'users.name'])
      .where('reactions.room', '=', a.room)
      .where('reactions.seq', '=', a.seq)
      .where(visibleReaction(a.viewer))
      .where((e) =>
        e.or([
          e('reactions.emoji', '>', a.emoji),
          e.and([e('reactions.emoji', '=', a.emoji), e('reactions.user', '>', a.user as UserId)]),
        ]),
      )
      .orderBy('reactions.emoji')
      .orderBy('reactions.user')
      .limit(a.limit),
)

export const reactorsOfEmoji = query(
  (db, a: OfMessage & { emoji: string; user: string; viewer: UserId; limit: number }) =>
    db
      .selectFrom('reactions')
      .innerJoin('users', 'users.id', 'reactions.user')
      .select(['reactions.emoji', 'reactions.user', 'reactions.at', 'users.name'])
      .where('reactions.room', '=', a.room)
      .where('reactions.seq', '=', a.seq)
      .where(visibleReaction(a.viewer))
      .where('reactions.emoji', '=', a.emoji)
      .where('reactions.user', '>', a.user as UserId)
      .orderBy('reactions.user')
      .limit(a.limit),
)

export const insertReaction = query((db, a: ReactionRow) =>
  db.insertInto('reactions').values({ ...columns(a, REACTION) }),
)

export const deleteReaction = query((db, a: OfReaction) =>
  db
    .deleteFrom('reactions')
    .where('room', '=', a.room)
    .where('seq', '=', a.seq)
    .where('emoji', '=', a.emoji)
    .where('user', '=', a.user),
)

export const deleteReactions = query((db, a: OfMessage) =>
  db.deleteFrom('reactions').where('room', '=', a.room).where('seq', '=', a.seq),
)

/** Sets the summary of the reactions in the message's row. */
export const setReactions = query((db, a: OfMessage & { reactions: string | null }) =>
  db
    .updateTable('messages')
    .set({ reactions: a.reactions })
    .where('room', '=', a.room)
    .where('seq', '=', a.seq),
)

export const reactionsOfRoom = query((db, a: InRoom & { limit: number }) =>
  db
    .selectFrom('reactions')
    .select(['room', 'seq', 'emoji', 'user'])
    .where('room', '=', a.room)
    .orderBy('seq')
    .orderBy('emoji')
    .orderBy('user')
    .limit(a.limit),
)

export const REACTION = ['room', 'seq', 'emoji', 'user', 'at', 'hidden'] as const
