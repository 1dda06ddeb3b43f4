import { sql } from 'kysely'
import type { RequestId, RoomId, UserId } from '../../../protocol/ids.ts'
import type { RequestRow } from '../tables/consent-tables.ts'
import { query } from '../tables/statement.ts'
import { columns } from './columns.ts'

type Db = Parameters<Parameters<typeof query>[0]>[0]
type Page = { user: UserId; now: number; before: string; limit: number }

const joined = (db: Db) =>
  db
    .selectFrom('requests')
    .innerJoin('users', 'users.id', 'requests.asker')
    .selectAll('requests')
    .select('users.name as asker_name')

export const request = query((db, a: { id: RequestId }) =>
  joined(db).where('requests.id', '=', a.id),
)

/** Locks a request, so that it is answered or withdrawn once. */
export const lockRequest = query((db, a: { id: RequestId }) =>
  db.selectFrom('requests').select('id').where('id', '=', a.id).forUpdate(),
)

/** The asker sees a declined or dropped request as pending. */
const isPendingForAsker = sql<boolean>`requests.deleted_at is null and (requests.answer is null or requests.answer in ('declined', 'refused'))`
const isPendingForAsked = sql<boolean>`requests.deleted_at is null and requests.dropped is null and requests.answer is null`

export const requestsTo = query((db, a: Page) =>
  joined(db)
    .where('requests.asked', '=', a.user)
    .where(isPendingForAsked)
    .where('requests.expires_at', '>', a.now)
    .where('requests.id', '<', a.before as RequestId)
    .orderBy('requests.id', 'desc')
    .limit(a.limit),
)

export const requestsFrom = query((db, a: Page) =>
  joined(db)
    .where('requests.asker', '=', a.user)
    .where(isPendingForAsker)
    .where('requests.expires_at', '>', a.now)
    .where('requests.id', '<', a.before as RequestId)
    .orderBy('requests.id', 'desc')
    .limit(a.limit),
)

export const requestBetween = query((db, a: { asker: UserId; asked: UserId; now: number }) =>
  joined(db)
    .where('requests.asker', '=', a.asker)
    .where('requests.asked', '=', a.asked)
    .where(isPendingForAsker)
    .where('requests.expires_at', '>', a.now),
)

/** The asker's pending requests, and all that were created after `since`. */
export const countRequestsFrom = query((db, a: { asker: UserId; now: number; since: number }) =>
  db
    .selectFrom('requests')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('asker', '=', a.asker)
    .where((e) =>
      e.or([
        e('created_at', '>', a.since),
        e.and([sql<boolean>`${isPendingForAsker}`, e('expires_at', '>', a.now)]),
      ]),
    ),
)

export const countRequestsTo = query((db, a: { asked: UserId; now: number }) =>
  db
    .selectFrom('requests')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('asked', '=', a.asked)
    .where(isPendingForAsked)
    .where('expires_at', '>', a.now),
)

/** A refusal for good, or a refusal after `since`. */
export const refusal = query((db, a: { asker: UserId; asked: UserId; since: number }) =>
  db
    .selectFrom('requests')
    .select('id')
    .where('asker', '=', a.asker)
    .where('asked', '=', a.asked)
    .where((e) =>
      e.or([
        e('answer', '=', 'refused'),
        e.and([e('answer', '=', 'declined'), e('answered_at', '>', a.since)]),
      ]),
    )
    .limit(1),
)

/** What is known about adding a user: no row if the user does not exist. */
export const consentOf = query((db, a: { id: UserId; by: UserId }) =>
  db
    .selectFrom('users')
    .leftJoin('consent', 'consent.user', 'users.id')
    .select((e) => [
      'users.id',
      'consent.requests_from',
      e
        .selectFrom('requests')
        .select('requests.id')
        .where('requests.answer', '=', 'accepted')
        .where((r) =>
          r.or([
            r.and([r('requests.asker', '=', a.by), r('requests.asked', '=', a.id)]),
            r.and([r('requests.asker', '=', a.id), r('requests.asked', '=', a.by)]),
          ]),
        )
        .limit(1)
        .as('accepted'),
      e
        .selectFrom('members as mine')
        .innerJoin('members as theirs', 'theirs.room', 'mine.room')
        .select('mine.room')
        .where('mine.user', '=', a.by)
        .where('mine.left_seq', 'is', null)
        .where('theirs.user', '=', a.id)
        .where('theirs.left_seq', 'is', null)
        .limit(1)
        .as('common_room'),
    ])
    .where('users.id', '=', a.id)
    .where('users.deleted_at', 'is', null),
)

export const insertRequest = query((db, a: RequestRow) =>
  db.insertInto('requests').values({ ...columns(a, REQUEST) }),
)

type Answer = Pick<RequestRow, 'id' | 'answer' | 'room'> & { at: number }

export const answerRequest = query((db, a: Answer) =>
  db
    .updateTable('requests')
    .set({ answer: a.answer, room: a.room, answered_at: a.at })
    .where('id', '=', a.id),
)

export const deleteRequest = query((db, a: { id: RequestId; at: number }) =>
  db.updateTable('requests').set({ deleted_at: a.at }).where('id', '=', a.id),
)

type Until = { until: number; limit: number }

const endedUntil = (db: Db, { until, limit }: Until) =>
  db
    .selectFrom('requests')
    .select('id')
    .where('expires_at', '<', until)
    .orderBy('expires_at')
    .limit(limit)

/** Requests that ended before, without an answer. */
export const unansweredRequestsUntil = query((db, a: Until) =>
  endedUntil(db, a).where('answer', 'is', null),
)

/** The same with an answer that says nothing about consent any more. */
export const answeredRequestsUntil = query((db, a: Until) =>
  endedUntil(db, a).where('answer', 'in', ['declined', 'ended']),
)

export const dropRequest = query((db, a: { id: RequestId }) =>
  db.deleteFrom('requests').where('id', '=', a.id),
)

/** The two users have agreed to talk no longer. */
export const endConsent = query((db, a: { room: RoomId }) =>
  db
    .updateTable('requests')
    .set({ answer: 'ended' })
    .where('room', '=', a.room)
    .where('answer', '=', 'accepted'),
)

/** The refusals stay, without an effect: their asker still sees the requests as pending. */
export const liftRefusals = query((db, a: { asker: UserId; asked: UserId }) =>
  db
    .updateTable('requests')
    .set({ answer: 'declined', answered_at: 0 })
    .where('asker', '=', a.asker)
    .where('asked', '=', a.asked)
    .where('answer', 'in', ['declined', 'refused']),
)

export const eraseRequests = query((db, a: { user: UserId; at: number }) =>
  db.updateTable('requests').set({ text: null, deleted_at: a.at }).where('asker', '=', a.user),
)

const REQUEST = [
  'id',
  'asker',
  'asked',
  'text',
  'dropped',
  'answer',
  'answered_at',
  'room',
  'deleted_at',
  'created_at',
  'expires_at',
] as const
