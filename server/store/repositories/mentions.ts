import type { Message, Sender } from '../../../protocol/entities.ts'
import { logOf, type UserId } from '../../../protocol/ids.ts'
import type { MentionsRead, MentionsWrite, PageOf, PageRequest } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { toMessage } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'
import { pageOf } from './paging.ts'

export class MentionsReader implements MentionsRead {
  constructor(protected readonly run: Run) {}

  async of(user: UserId, { after = '~', limit }: PageRequest): Promise<PageOf<Message>> {
    const places = await this.run.all(queries.mentionsOf, { user, before: after, limit: limit + 1 })
    const rows = await this.run.many(queries.messageBySeq, places)
    const messages = rows.flatMap((row) => (row === undefined ? [] : [toMessage(row)]))
    return pageOf(messages, limit, messages, ({ id }) => id)
  }
}

export class MentionsWriter extends MentionsReader implements MentionsWrite {
  constructor(
    run: Run,
    private readonly writing: EventRecorder,
  ) {
    super(run)
  }

  async add({ id, room, seq }: Message, users: readonly UserId[], by: Sender): Promise<void> {
    const there = await this.run.all(queries.mentioned, { room, seq })
    const known = new Set(there.map(({ user }) => user))
    // In one order on every node: who waits for a lock never holds one that comes later.
    for (const user of users.toSorted()) {
      if (known.has(user)) continue
      await this.writing.write(queries.insertMention, { user, message: id, room, seq })
      const thin = { subject: user, actor: by.id, ref: seq, detail: room }
      const told = { room, message: { id, seq }, by }
      await this.writing.record(logOf(user), 'mention.created', thin, told)
    }
  }
}
