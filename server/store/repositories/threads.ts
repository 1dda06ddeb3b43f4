import type { Message, Thread } from '../../../protocol/entities.ts'
import { logOf, type UserId } from '../../../protocol/ids.ts'
import type { Whole } from '../../../protocol/whole.ts'
import type { PageOf, PageRequest, ThreadsRead, ThreadsWrite } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import type { Query, Run } from '../tables/statement.ts'
import { messagesFor, present } from './messages-for.ts'
import { CROSSING, type MovingList, movingPage } from './moving-list.ts'

type ThreadRow = typeof queries.threadsSince extends Query<infer _, infer R> ? R : never

export class ThreadsReader implements ThreadsRead {
  constructor(protected readonly run: Run) {}

  async of(user: UserId, request: PageRequest, committedUntil: number): Promise<PageOf<Thread>> {
    const list: MovingList<ThreadRow> = {
      positionOf: ({ last_reply_at, thread }) => ({ at: last_reply_at ?? 0, id: thread }),
      unmoved: (range) => this.run.all(queries.threadsOf, { user, ...range }),
      moved: (since) => this.run.all(queries.threadsSince, { user, since }),
      activeUntil: (rows, until) => this.#repliedUntil(rows, until),
    }
    const page = await movingPage(list, request, committedUntil)
    const followed = page.items
    const roots = await this.run.many(
      queries.messageById,
      followed.map(({ room, thread }) => ({ room, id: thread, viewer: user })),
    )
    const unread = await this.run.many(
      queries.unreadInThread,
      followed.map((row) => ({
        thread: row.thread,
        user,
        seq: Math.max(row.read_seq, row.joined_seq),
      })),
    )
    const shown = new Map(
      (await messagesFor(this.run, present(roots), user)).map((root) => [root.id, root]),
    )
    const threads = followed.flatMap((row, i): Whole<Thread>[] => {
      const root = shown.get(row.thread)
      if (root === undefined) return []
      const count = unread[i]?.count ?? 0
      return [{ root, following: true, readSeq: row.read_seq, unread: count }]
    })
    return { ...page, items: threads }
  }

  async #repliedUntil(rows: readonly ThreadRow[], until: number): Promise<readonly number[]> {
    const ends = await this.run.many(
      queries.seqUntil,
      rows.map(({ room: log }) => ({ log, until })),
    )
    const replies = rows.map(({ thread }, i) => {
      return { thread, seq: (ends[i]?.seq ?? 0) + CROSSING, until }
    })
    return (await this.run.many(queries.lastReplyUntil, replies)).map((row) => row?.at ?? 0)
  }

  async get(root: Message, user: UserId): Promise<Whole<Thread>> {
    const row = await this.run.first(queries.follower, { thread: root.id, user })
    const readSeq = row?.read_seq ?? 0
    // Replies from before the user joined count as read.
    const member = await this.run.first(queries.member, { room: root.room, user })
    const seq = Math.max(readSeq, member?.joined_seq ?? 0)
    const unread = await this.run.first(queries.unreadInThread, { thread: root.id, user, seq })
    return { root, following: row?.following === 1, readSeq, unread: unread?.count ?? 0 }
  }
}

export class ThreadsWriter extends ThreadsReader implements ThreadsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async follow(root: Message, user: UserId, following: boolean): Promise<void> {
    const row = await this.run.first(queries.follower, { thread: root.id, user })
    if ((row?.following === 1) === following) return
    await this.#put(root, user, following, row?.read_seq ?? 0)
  }

  async setRead(root: Message, user: UserId, seq: number): Promise<void> {
    const row = await this.run.first(queries.follower, { thread: root.id, user })
    if (seq > (row?.read_seq ?? 0)) await this.#put(root, user, row?.following === 1, seq)
  }

  async #put(root: Message, user: UserId, following: boolean, readSeq: number): Promise<void> {
    const { id: thread, room, seq } = root
    const row = { thread, user, room, following: following ? 1 : 0, read_seq: readSeq }
    await this.recorder.write(queries.putFollower, row)
    const columns = { subject: user, actor: user, ref: seq, detail: room }
    const payload = { room, thread, following, readSeq }
    await this.recorder.record(logOf(user), 'thread.updated', columns, payload)
  }
}
