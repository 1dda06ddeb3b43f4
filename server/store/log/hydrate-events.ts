import {
  type InvitationId,
  type JoinRequestId,
  type Log,
  type RequestId,
  type RoomId,
  type SanctionId,
  SYSTEM,
  type UserId,
} from '../../../protocol/ids.ts'
import type { CommittedEvent } from '../../../protocol/memberships.ts'
import * as queries from '../queries/queries.ts'
import { OTHERS, ownersOf, repliesFor, type Viewer, viewOf } from '../tables/message-views.ts'
import { time } from '../tables/rows.ts'
import type { Query, Run } from '../tables/statement.ts'
import type { EventRow } from '../tables/tables.ts'
import type { Cursors } from './cursor.ts'
import { type Need, needs, payloadOf, type Rows } from './event-payloads.ts'
import { ownerOf } from './message-events.ts'
import { type Audience, withVersions } from './versions.ts'

/** Adds the payloads to stored events, from the rows as they are now, in a fixed number of queries. */
export async function hydrateEvents(
  run: Run,
  cursors: Cursors,
  entries: readonly EventRow[],
): Promise<CommittedEvent[]> {
  const { rows, audienceOf } = await gather(run, entries)
  const staffs = new Map<Log, readonly UserId[]>()
  const events: CommittedEvent[] = []
  for (const entry of entries) {
    const { log, seq, at, type } = entry
    const make = (viewer: Viewer) =>
      ({
        type,
        log,
        seq,
        cursor: cursors.encode(at),
        at: time(at),
        ...payloadOf(entry, rows(viewer)),
      }) as CommittedEvent
    const audience = audienceOf(entry)
    if (audience === undefined) {
      events.push(make(OTHERS))
      continue
    }
    const staff = staffs.get(log) ?? (await staffOf(run, log as RoomId))
    staffs.set(log, staff)
    events.push(withVersions(make, audience, staff))
  }
  return events
}

const staffOf = async (run: Run, room: RoomId) =>
  (await run.all(queries.seers, { room })).map(({ user }) => user)

/** The room that an event is about: its log or, in a user's log, `detail`. */
const roomIn = ({ log, detail }: EventRow): RoomId =>
  (log.startsWith('user:') ? detail : log) as RoomId

/** The room and seq of the message that an event is about. A new message has the event's own seq. */
const messageKeyOf = (entry: EventRow) => ({ room: roomIn(entry), seq: entry.ref ?? entry.seq })

async function gather(run: Run, entries: readonly EventRow[]): Promise<Gathered> {
  const of = (need: Need) => entries.filter((entry) => needs(entry, need))
  const messages = await fetch(
    run,
    queries.messageBySeq,
    of('message').map((entry) => ({ ...messageKeyOf(entry), viewer: SYSTEM })),
    ({ room, seq }) => `${room} ${seq}`,
  )
  const roots = await fetch(
    run,
    queries.messageById,
    [...messages.values()].flatMap(({ room, thread }) =>
      thread ? [{ room, id: thread, viewer: SYSTEM }] : [],
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
    const root = messages.get(`${room} ${seq}`)
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
  const messageOf = (entry: EventRow) => {
    const { room, seq } = messageKeyOf(entry)
    return required(messages, `${room} ${seq}`)
  }
  const rows = (viewer: Viewer): Rows => ({
    message: (entry) => viewOf(messageOf(entry), viewer),
    root: ({ thread }) => {
      const row = roots.get(thread ?? '')
      const replies = row && repliesFor(row, viewer)
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
  })
  /** Only events of rooms are hidden, and they are about a message. */
  const audienceOf = (entry: EventRow): Audience | undefined => {
    if (entry.log.startsWith('user:') || !needs(entry, 'message')) return undefined
    const row = messageOf(entry)
    const { hidden } = entry
    if (hidden === 1) return { hidden, owners: [ownerOf(row, entry)] }
    const root = roots.get(row.thread ?? '')
    const owners = [...ownersOf(row), ...(root ? ownersOf(root) : [])]
    return hidden === null && owners.length === 0 ? undefined : { hidden, owners }
  }
  return { rows, audienceOf }
}

/** `audienceOf`: undefined for an event that everybody receives alike. */
type Gathered = {
  readonly rows: (viewer: Viewer) => Rows
  readonly audienceOf: (entry: EventRow) => Audience | undefined
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
