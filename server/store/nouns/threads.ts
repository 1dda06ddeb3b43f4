import type { Message, Thread } from '../../../protocol/entities.ts'
import { logOf, type UserId } from '../../../protocol/ids.ts'
import type { Paged, ThreadsRead, ThreadsWrite, Turn } from '../../domain/ports.ts'
import { paged, placeAfter, wordAfterPlace } from '../paging.ts'
import * as queries from '../queries.ts'
import { toMessage } from '../rows.ts'
import type { Run } from '../statement.ts'
import type { Writing } from '../writing.ts'

export class ThreadsReader implements ThreadsRead {
  constructor(protected readonly run: Run) {}

  async of(user: UserId, { after, limit }: Turn): Promise<Paged<Thread>> {
    const { at, id } = placeAfter(after)
    const rows = await this.run.all(queries.threadsOf, { user, at, before: id, limit: limit + 1 })
    const shown = rows.slice(0, limit)
    const roots = await this.run.many(
      queries.messageById,
      shown.map(({ room, thread }) => ({ room, id: thread })),
    )
    const unread = await this.run.many(
      queries.unreadInThread,
      shown.map(({ thread, read_seq }) => ({ thread, user, seq: read_seq })),
    )
    const threads = shown.flatMap((row, i): Thread[] => {
      const root = roots[i]
      if (root === undefined) return []
      const count = unread[i]?.count ?? 0
      return [{ root: toMessage(root), following: true, readSeq: row.read_seq, unread: count }]
    })
    return paged(rows, limit, threads, (row) => wordAfterPlace(row.last_reply_at ?? 0, row.thread))
  }

  async get(root: Message, user: UserId): Promise<Thread> {
    const row = await this.run.first(queries.follower, { thread: root.id, user })
    const readSeq = row?.read_seq ?? 0
    const unread = await this.run.first(queries.unreadInThread, {
      thread: root.id,
      user,
      seq: readSeq,
    })
    return { root, following: row?.following === 1, readSeq, unread: unread?.count ?? 0 }
  }
}

export class ThreadsWriter extends ThreadsReader implements ThreadsWrite {
  constructor(
    run: Run,
    private readonly writing: Writing,
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
    await this.writing.write(queries.putFollower, row)
    const thin = { subject: user, actor: user, ref: seq, detail: room }
    const told = { room, thread, following, readSeq }
    await this.writing.record(logOf(user), 'thread.updated', thin, told)
  }
}
