import type { Message, Reaction, ReactionSummary, Sender } from '../../../protocol/entities.ts'

import type { UserId } from '../../../protocol/ids.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type { Whole } from '../../../protocol/whole.ts'
import type { PageOf, PageRequest, ReactionsRead, ReactionsWrite } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import { answerTo, MessageEvents } from '../log/message-events.ts'
import * as queries from '../queries/queries.ts'
import {
  fromParts,
  type HiddenParts,
  MAX_PARTS,
  ownOf,
  partsOf,
  ROW,
  type ViewedMessage,
  withOwn,
} from '../tables/message-views.ts'
import { fromReactions, reactionsOf, time } from '../tables/rows.ts'
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
    { room, seq, deletedAt }: Message,
    emoji: string | undefined,
    { after, limit }: PageRequest,
    viewer: UserId,
  ): Promise<PageOf<Reaction>> {
    const [, before = '', user = ''] = /^(\S+) (\S+)$/.exec(after ?? '') ?? []
    if (after !== undefined && before === '')
      throw new Refusal('invalid_input', 'after must be the next of another page of this list')
    const page = { room, seq, user, viewer, limit: limit + 1 }
    // A message that has disappeared has reactions until a job deletes it.
    if (deletedAt !== undefined) return pageOf([], limit, [], () => '')
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
  readonly #events: MessageEvents

  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
    this.#events = new MessageEvents(run, recorder)
  }

  async add(
    message: ViewedMessage,
    emoji: string,
    user: Sender,
    hidden: boolean,
  ): Promise<Message> {
    const { room, seq } = message
    const row = { room, seq, emoji, user: user.id, at: this.recorder.at, hidden: hidden ? 1 : null }
    const own = new Set([...ownOf(message), emoji])
    const write = () => this.recorder.write(queries.insertReaction, row)
    const change: Change = { type: 'reaction.added', emoji, user, own, write }
    if (hidden) {
      const parts = partsOf(message[ROW] ?? { hidden_parts: null })
      const reactions = [...parts.reactions, [emoji, user.id] as const].slice(-MAX_PARTS)
      return this.#recordHidden(message, change, { ...parts, reactions })
    }
    const reactions = shownReactions(message)
    const isNew = !reactions.some((r) => r.emoji === emoji)
    const after = isNew ? [...reactions, { emoji, count: 1 }] : counted(reactions, emoji, 1)
    return this.#record(message, change, after)
  }

  async remove(message: ViewedMessage, emoji: string, user: Sender): Promise<Message> {
    const { room, seq } = message
    const key = { room, seq, emoji, user: user.id }
    const row = await this.run.first(queries.reaction, key)
    const own = new Set([...ownOf(message)].filter((one) => one !== emoji))
    const write = () => this.recorder.write(queries.deleteReaction, key)
    const change: Change = { type: 'reaction.removed', emoji, user, own, write }
    if (row?.hidden === 1) {
      const parts = partsOf(message[ROW] ?? { hidden_parts: null })
      const reactions = parts.reactions.filter(([e, by]) => e !== emoji || by !== user.id)
      return this.#recordHidden(message, change, { ...parts, reactions })
    }
    return this.#record(message, change, counted(shownReactions(message), emoji, -1))
  }

  async #record(
    before: ViewedMessage,
    change: Change,
    reactions: ReactionSummary[],
  ): Promise<Message> {
    const { room, seq } = before
    const text = fromReactions(reactions)
    const set = () => this.recorder.write(queries.setReactions, { room, seq, reactions: text })
    const { reactions: _, ...rest } = before
    const message = reactions.length === 0 ? rest : { ...rest, reactions }
    return this.#publish(message, change, set, undefined)
  }

  /** A reaction that only its user and the staff see. */
  async #recordHidden(
    message: ViewedMessage,
    change: Change,
    parts: HiddenParts,
  ): Promise<Message> {
    const { room, seq } = message
    const row = { room, seq, hidden_parts: fromParts(parts) }
    return this.#publish(message, change, () => this.recorder.write(queries.setParts, row), 1)
  }

  async #publish(
    message: ViewedMessage,
    { type, emoji, user, own, write }: Change,
    set: () => Promise<unknown>,
    hidden: 1 | undefined,
  ): Promise<Message> {
    // None depends on another: together they are one step of a batch.
    const [seq] = await Promise.all([this.recorder.takeSeq(message.room), write(), set()])
    const row = await this.#events.record(message, {
      type,
      seq,
      columns: { subject: user.id, actor: user.id, ref: message.seq, detail: emoji },
      hidden,
      payload: ({ id, seq, reactions = [] }) => ({ message: { id, seq }, emoji, user, reactions }),
    })
    return withOwn(row ? answerTo(user.id, row, message) : message, own)
  }
}

/** `own`: the emoji that the user has on the message after the change. `write`: the reaction's own row. */
type Change = {
  readonly type: 'reaction.added' | 'reaction.removed'
  readonly emoji: string
  readonly user: Sender
  readonly own: ReadonlySet<string>
  readonly write: () => Promise<unknown>
}

/** The reactions that everybody sees. */
const shownReactions = ({ [ROW]: row, reactions = [] }: ViewedMessage) =>
  row === undefined ? reactions : row.reactions === null ? [] : reactionsOf(row.reactions)

const counted = (
  reactions: readonly ReactionSummary[],
  emoji: string,
  by: number,
): ReactionSummary[] =>
  reactions
    .map((r) => (r.emoji === emoji ? { emoji, count: r.count + by } : r))
    .filter(({ count }) => count > 0)
