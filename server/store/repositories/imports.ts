import type { MessageId, RoomId } from '../../../protocol/ids.ts'
import type {
  Foreign,
  ImportedMessage,
  ImportsRead,
  ImportsWrite,
  NewImport,
} from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { fromJson, fromReactions } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'
import { hashOf } from './hash.ts'

export class ImportsReader implements ImportsRead {
  constructor(protected readonly run: Run) {}

  async known(source: string, foreign: readonly Foreign[]): Promise<ReadonlyMap<Foreign, string>> {
    const keys = foreign.map((each) => ({ hash: keyOf(source, each) }))
    const rows = await this.run.many(queries.imported, keys)
    const found = new Map<Foreign, string>()
    for (const [i, row] of rows.entries()) if (row) found.set(foreign[i] as Foreign, row.id)
    return found
  }
}

/** Only a hash is stored: when a user is erased, nothing says any more who it was. */
const keyOf = (source: string, foreign: Foreign): string =>
  hashOf(`${source.length} ${source} ${foreign}`)

export class ImportsWriter extends ImportsReader implements ImportsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async remember(source: string, imported: readonly NewImport[]): Promise<void> {
    this.recorder.hasWritten = true
    const rows = imported.map(({ foreign, id }) => ({ hash: keyOf(source, foreign), id }))
    await this.run.many(queries.insertImported, rows)
  }

  async addMessages(room: RoomId, messages: readonly ImportedMessage[]): Promise<void> {
    const { at } = this.recorder
    this.recorder.hasWritten = true
    const seqs = await this.run.many(
      queries.takeSeq,
      messages.map(() => ({ log: room, at })),
    )
    const placed = messages.map((message, i) => ({ ...message, seq: seqs[i]?.seq ?? 0 }))
    await this.run.many(
      queries.insertMessage,
      placed.map((message) => toRow(room, message)),
    )
    // Clients that come back receive them by these events. The texts are in the messages alone.
    await this.run.many(
      queries.insertEvent,
      placed.map(({ seq, sender }) => {
        const rest = { subject: null, ref: null, detail: null, hidden: null }
        return { log: room, seq, at, type: 'message.created' as const, actor: sender, ...rest }
      }),
    )
    for (const message of placed) await this.#addChanges(room, message)
    await this.#countReplies(room, placed)
  }

  async markRead(room: RoomId): Promise<void> {
    const row = await this.run.first(queries.log, { log: room })
    if (row) await this.recorder.write(queries.readAllNew, { room, seq: row.seq })
  }

  async #addChanges(room: RoomId, message: Placed): Promise<void> {
    const { seq, text, data, editedAt, versions, reactions } = message
    for (const [i, earlier] of versions.entries())
      await this.run.first(queries.insertVersion, {
        ...{ room, seq, version: i + 1, data: null },
        ...earlier,
      })
    if (editedAt !== undefined) {
      const version = Math.max(versions.length, 1) + 1
      const row = { room, seq, text, data: fromJson(data), mentions: null, version }
      await this.run.first(queries.editMessage, { ...row, edited_at: editedAt })
    }
    for (const { emoji, user, at } of reactions)
      await this.run.first(queries.insertReaction, { room, seq, emoji, user, at, hidden: null })
    const counted = [...Map.groupBy(reactions, ({ emoji }) => emoji)].map(([emoji, users]) => ({
      emoji,
      count: users.length,
    }))
    if (counted.length > 0)
      await this.run.first(queries.setReactions, { room, seq, reactions: fromReactions(counted) })
  }

  async #countReplies(room: RoomId, placed: readonly Placed[]): Promise<void> {
    const threads = Map.groupBy(placed, ({ thread }) => thread)
    for (const [thread, replies] of threads) {
      const last = replies.at(-1)
      if (thread === undefined || last === undefined) continue
      const { seq, at } = last
      await this.run.first(queries.addReplies, { room, thread, count: replies.length, seq, at })
    }
  }
}

type Placed = ImportedMessage & { readonly seq: number }

const toRow = (room: RoomId, { id, seq, sender, text, at, ...more }: Placed) => ({
  room,
  seq,
  id: id as MessageId,
  sender,
  text,
  data: fromJson(more.data),
  reply_to: more.replyTo ?? null,
  client_id: null,
  created_at: at,
  system: more.system ? 1 : null,
  silent: null,
  thread: more.thread ?? null,
  in_room: more.inRoom && more.thread !== undefined ? 1 : null,
  mentions: null,
  expires_at: more.expiresAt ?? null,
  hidden: null,
})
