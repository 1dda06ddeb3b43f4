import type { Message, Sender } from '../../../protocol/entities.ts'
import { logOf, type UserId } from '../../../protocol/ids.ts'
import type { MentionsRead, MentionsWrite, PageOf, PageRequest } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { ROW, type ViewedMessage } from '../tables/message-views.ts'
import type { Run } from '../tables/statement.ts'
import { messagesFor, present } from './messages-for.ts'
import { pageOf } from './paging.ts'

export class MentionsReader implements MentionsRead {
  constructor(protected readonly run: Run) {}

  async of(user: UserId, { after = '~', limit }: PageRequest): Promise<PageOf<Message>> {
    const keys = await this.run.all(queries.mentionsOf, { user, before: after, limit: limit + 1 })
    const rows = await this.run.many(
      queries.messageBySeq,
      keys.map((key) => ({ ...key, viewer: user })),
    )
    const messages = await messagesFor(this.run, present(rows), user)
    return pageOf(messages, limit, messages, ({ id }) => id)
  }
}

export class MentionsWriter extends MentionsReader implements MentionsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async add(message: ViewedMessage, users: readonly UserId[], by: Sender): Promise<void> {
    if (message[ROW]?.hidden != null) return
    const { id, room, seq } = message
    // Only a message that was edited can mention somebody already.
    const isNew = message.version === 1
    const rows = isNew ? [] : await this.run.all(queries.mentioned, { room, seq })
    const mentioned = new Set(rows.map(({ user }) => user))
    const added = users.filter((user) => !mentioned.has(user))
    const mentions = added.map((user) => ({ user, message: id, room, seq }))
    await this.recorder.writeMany(queries.insertMention, mentions)
    await this.recorder.recordMany(
      'mention.created',
      added.map((user) => ({
        log: logOf(user),
        columns: { subject: user, actor: by.id, ref: seq, detail: room },
        payload: { room, message: { id, seq }, by },
      })),
    )
  }
}
