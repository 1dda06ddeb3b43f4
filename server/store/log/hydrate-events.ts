import type {
  InvitationId,
  JoinRequestId,
  RequestId,
  RoomId,
  SanctionId,
  UserId,
} from '../../../protocol/ids.ts'
import type { CommittedEvent } from '../../../protocol/memberships.ts'
import * as queries from '../queries/queries.ts'
import { repliesOf, time, toMessage } from '../tables/rows.ts'
import type { Query, Run } from '../tables/statement.ts'
import type { EventRow } from '../tables/tables.ts'
import type { Cursors } from './cursor.ts'
import { type Need, needs, payloadOf, type Rows } from './event-payloads.ts'

/** Adds the payloads to stored events, from the rows as they are now, in a fixed number of queries. */
export async function hydrateEvents(
  run: Run,
  cursors: Cursors,
  entries: readonly EventRow[],
): Promise<CommittedEvent[]> {
  const rows = await gather(run, entries)
  return entries.map((entry) => {
    const { log, seq, at, type } = entry
    const payload = payloadOf(entry, rows)
    return {
      type,
      log,
      seq,
      cursor: cursors.encode(at),
      at: time(at),
      ...payload,
    } as CommittedEvent
  })
}

/** The room that an event is about: its log or, in a user's log, `detail`. */
const roomIn = ({ log, detail }: EventRow): RoomId =>
  (log.startsWith('user:') ? detail : log) as RoomId

/** The room and seq of the message that an event is about. A new message has the event's own seq. */
const messageKeyOf = (entry: EventRow) => ({ room: roomIn(entry), seq: entry.ref ?? entry.seq })

async function gather(run: Run, entries: readonly EventRow[]): Promise<Rows> {
  const of = (need: Need) => entries.filter((entry) => needs(entry, need))
  const messages = await fetch(
    run,
    queries.messageBySeq,
    of('message').map(messageKeyOf),
    ({ room, seq }) => `${room} ${seq}`,
  )
  const messagesByKey = new Map([...messages].map(([key, row]) => [key, toMessage(row)]))
  const roots = await fetch(
    run,
    queries.messageById,
    [...messagesByKey.values()].flatMap(({ room, thread }) =>
      thread ? [{ room, id: thread }] : [],
    ),
    ({ id }) => id,
  )
  const users = await fetch(
    run,
    queries.user,
    entries.flatMap(({ subject, actor }) => [subject, actor].flatMap((id) => (id ? [{ id }] : []))),
    ({ id }) => id,
  )
  const members = await fetch(
    run,
    queries.member,
    of('member').map((entry) => ({ room: roomIn(entry), user: entry.subject as UserId })),
    ({ room, user }) => `${room} ${user}`,
  )
  const rooms = await fetch(
    run,
    queries.room,
    of('room').map(({ log }) => ({ room: log as RoomId })),
    ({ room }) => room,
  )
  const threads = of('follower').flatMap((entry) => {
    const { room, seq } = messageKeyOf(entry)
    const root = messagesByKey.get(`${room} ${seq}`)
    return root && entry.subject ? [{ thread: root.id, user: entry.subject }] : []
  })
  const keyOf = ({ thread, user }: { thread: string; user: string | null }) => `${thread} ${user}`
  const followers = await fetch(run, queries.follower, threads, keyOf)
  const invitations = await fetch(
    run,
    queries.invitation,
    of('invitation').map(({ detail }) => ({ id: detail as InvitationId })),
    ({ id }) => id,
  )
  const joinRequests = await fetch(
    run,
    queries.joinRequest,
    of('joinRequest').map(({ detail }) => ({ id: detail as JoinRequestId })),
    ({ id }) => id,
  )
  const sanctions = await fetch(
    run,
    queries.sanction,
    of('sanction').map(({ detail }) => ({ id: detail as SanctionId })),
    ({ id }) => id,
  )
  const requests = await fetch(
    run,
    queries.request,
    of('request').map(({ detail }) => ({ id: detail as RequestId })),
    ({ id }) => id,
  )
  const consents = await fetch(
    run,
    queries.consent,
    of('consent').map(({ subject }) => ({ user: subject as UserId })),
    ({ user }) => user,
  )
  return {
    message: (entry) => {
      const { room, seq } = messageKeyOf(entry)
      return required(messagesByKey, `${room} ${seq}`)
    },
    root: ({ thread }) => {
      const row = roots.get(thread ?? '')
      const replies = row && repliesOf(row)
      return row && replies && { id: row.id, seq: row.seq, replies }
    },
    user: (id) => required(users, id ?? ''),
    member: (room, user) => required(members, `${room} ${user}`),
    room: (log) => required(rooms, log),
    follower: (thread, user) => followers.get(keyOf({ thread, user })),
    invitation: (id) => required(invitations, id),
    joinRequest: (id) => required(joinRequests, id),
    sanction: (id) => required(sanctions, id),
    request: (id) => required(requests, id),
    consent: (user) => consents.get(user ?? ''),
  }
}

/** Reads the rows of these keys, each key once. */
async function fetch<A, R>(
  run: Run,
  query: Query<A, R>,
  args: readonly A[],
  keyOf: (args: A) => string,
): Promise<Map<string, R>> {
  const wanted = new Map(args.map((each) => [keyOf(each), each]))
  if (wanted.size === 0) return new Map()
  const rows = await run.many(query, [...wanted.values()])
  return new Map(
    [...wanted.keys()].flatMap((key, i) => {
      const row = rows[i]
      return row === undefined ? [] : [[key, row] as const]
    }),
  )
}

function required<T>(rows: ReadonlyMap<string, T>, key: string): T {
  const row = rows.get(key)
  if (row === undefined) throw new Error(`an event refers to a row that does not exist: ${key}`)
  return row
}
