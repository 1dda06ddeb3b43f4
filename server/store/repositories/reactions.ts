import type { Message, Reaction, ReactionSummary, Sender } from '../../../protocol/entities.ts'

import type { UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Whole } from '../../../protocol/whole.ts'
import type { PageOf, PageRequest, ReactionsRead, ReactionsWrite } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { fromReactions, time } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'
import { pageOf } from './paging.ts'

export class ReactionsReader implements ReactionsRead {
  constructor(protected readonly run: Run) {}

  async has({ room, seq }: Message, emoji: string, user: UserId): Promise<boolean> {
    return (await this.run.first(queries.reaction, { room, seq, emoji, user })) !== undefined
  }

  async countOf({ room, seq }: Message, user: UserId): Promise<number> {
    return (await this.run.first(queries.countOwnReactions, { room, seq, user }))?.count ?? 0
  }

  async list(
    { room, seq }: Message,
    emoji: string | undefined,
    { after, limit }: PageRequest,
  ): Promise<PageOf<Reaction>> {
    const [, before = '', user = ''] = /^(\S+) (\S+)$/.exec(after ?? '') ?? []
    if (after !== undefined && before === '')
      throw new Refusal('invalid_input', 'after must be the next of another page of this list')
    const page = { room, seq, user, limit: limit + 1 }
    const rows =
      emoji === undefined
        ? await this.run.all(queries.reactors, { ...page, emoji: before })
        : await this.run.all(queries.reactorsOfEmoji, { ...page, emoji })
    const reactions = rows.map(
      ({ emoji, user, name, at }): Whole<Reaction> => ({
        user: { id: user, name },
        emoji,
        at: time(at),
      }),
    )
    return pageOf(rows, limit, reactions, (row) => `${row.emoji} ${row.user}`)
  }
}

export class ReactionsWriter extends ReactionsReader implements ReactionsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async add(message: Message, emoji: string, user: Sender): Promise<Message> {
    const { room, seq, reactions = [] } = message
    const row = { room, seq, emoji, user: user.id, at: this.recorder.at }
    await this.recorder.write(queries.insertReaction, row)
    const isNew = !reactions.some((r) => r.emoji === emoji)
    const after = isNew ? [...reactions, { emoji, count: 1 }] : counted(reactions, emoji, 1)
    return this.#record(message, 'reaction.added', emoji, user, after)
  }

  async remove(message: Message, emoji: string, user: Sender): Promise<Message> {
    const { room, seq, reactions = [] } = message
    await this.recorder.write(queries.deleteReaction, { room, seq, emoji, user: user.id })
    return this.#record(message, 'reaction.removed', emoji, user, counted(reactions, emoji, -1))
  }

  async #record(
    { reactions: _, ...message }: Message,
    type: 'reaction.added' | 'reaction.removed',
    emoji: string,
    user: Sender,
    reactions: ReactionSummary[],
  ): Promise<Message> {
    const { room, seq, id } = message
    const text = fromReactions(reactions)
    await this.recorder.write(queries.setReactions, { room, seq, reactions: text })
    const columns = { subject: user.id, actor: user.id, ref: seq, detail: emoji }
    await this.recorder.record(room, type, columns, {
      message: { id, seq },
      emoji,
      user,
      reactions,
    })
    return reactions.length === 0 ? message : { ...message, reactions }
  }
}

const counted = (
  reactions: readonly ReactionSummary[],
  emoji: string,
  by: number,
): ReactionSummary[] =>
  reactions
    .map((r) => (r.emoji === emoji ? { emoji, count: r.count + by } : r))
    .filter(({ count }) => count > 0)
