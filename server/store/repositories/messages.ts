import type { Message, Quote, Sender, Version } from '../../../protocol/entities.ts'
import { type MessageId, newId, type RoomId, type UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { allHandled, type Whole } from '../../../protocol/whole.ts'
import type {
  MessageChange,
  MessagesRead,
  MessagesWrite,
  NewMessage,
  Page,
  ThreadRoot,
} from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { indexed, positionOf } from '../search/entry.ts'
import { fromJson, json, repliesOf, time, toMessage } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'

export class MessagesReader implements MessagesRead {
  constructor(protected readonly run: Run) {}

  async get(room: RoomId, id: MessageId): Promise<Message | undefined> {
    const row = await this.run.first(queries.messageById, { room, id })
    return row && toMessage(row)
  }

  async find(id: MessageId): Promise<Message | undefined> {
    const row = await this.run.first(queries.messageAnywhere, { id })
    return row && toMessage(row)
  }

  async byClientId(room: RoomId, sender: UserId, clientId: string): Promise<Message | undefined> {
    const row = await this.run.first(queries.messageByClientId, { room, sender, clientId })
    return row && toMessage(row)
  }

  /** Oldest first. With `around`, half of the page is before that seq, and the rest from it on. */
  async list(room: RoomId, page: Page): Promise<readonly Message[]> {
    const { limit, before, after, around } = page
    if (after !== undefined) return this.#after(room, page, after, limit)
    if (around === undefined)
      return this.#before(room, page, before ?? Number.MAX_SAFE_INTEGER, limit)
    const older = Math.floor(limit / 2)
    return [
      ...(await this.#before(room, page, around, older)),
      ...(await this.#after(room, page, around - 1, limit - older)),
    ]
  }

  async listUnread(
    room: RoomId,
    user: UserId,
    seq: number,
    limit: number,
  ): Promise<readonly Message[]> {
    const rows = await this.run.all(queries.unreadMessages, { room, user, seq, limit })
    return rows.map(toMessage)
  }

  async ofSender(
    room: RoomId,
    sender: UserId,
    after: number,
    until: number,
  ): Promise<readonly Message[]> {
    const rows = await this.run.all(queries.messagesOfSender, { room, sender, after, until })
    return rows.map(toMessage)
  }

  async listVersions(
    { room, seq }: Message,
    after: number,
    limit: number,
  ): Promise<readonly Version[]> {
    const rows = await this.run.all(queries.versions, { room, seq, after, limit })
    return rows.map(
      ({ version, text, data, at }): Whole<Version> => ({
        version,
        text,
        data: data === null ? undefined : json(data),
        at: time(at),
      }),
    )
  }

  async hasTrash(now: number): Promise<boolean> {
    return (await this.run.first(queries.oldTrash, { now })) !== undefined
  }

  async #before(room: RoomId, page: Page, seq: number, limit: number): Promise<Message[]> {
    const { from, thread } = page
    const rows = await (thread === undefined
      ? this.run.all(queries.messagesBefore, { room, seq, from, limit })
      : this.run.all(queries.threadBefore, { room, seq, from, limit, thread }))
    return rows.map(toMessage).reverse()
  }

  async #after(room: RoomId, page: Page, seq: number, limit: number): Promise<Message[]> {
    const { from, thread } = page
    const rows = await (thread === undefined
      ? this.run.all(queries.messagesAfter, { room, seq, from, limit })
      : this.run.all(queries.threadAfter, { room, seq, from, limit, thread }))
    return rows.map(toMessage)
  }
}

export class MessagesWriter extends MessagesReader implements MessagesWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async create(sent: NewMessage, quoted?: Message, root?: Message): Promise<Message> {
    const { room, sender, text, data, replyTo, clientId, ...options } = sent
    const { thread, inRoom, mentions, silent, system, ...rest } = options
    allHandled(rest)
    const { at } = this.recorder
    const seq = await this.recorder.takeSeq(room)
    const message: Whole<Message> = {
      id: newId('msg', at),
      room,
      seq,
      version: 1,
      sender,
      text,
      createdAt: time(at),
      data,
      system,
      silent,
      replyTo,
      quote: quoted && quoteOf(quoted),
      thread,
      inRoom,
      replies: undefined,
      mentions,
      reactions: undefined,
      pinnedAt: undefined,
      clientId,
      editedAt: undefined,
      deletedAt: undefined,
      ignored: undefined,
    }
    await this.recorder.write(queries.insertMessage, {
      room,
      seq,
      id: message.id,
      sender: sender.id,
      text,
      data: fromJson(data),
      reply_to: replyTo ?? null,
      client_id: clientId ?? null,
      created_at: at,
      system: system ? 1 : null,
      silent: silent ? 1 : null,
      thread: thread ?? null,
      in_room: inRoom ? 1 : null,
      mentions: fromJson(mentions),
    })
    const last = { last_reply_seq: seq, last_reply_at: at }
    const counted = root && (await this.#setReplies(root, 1, last))
    const payload = { message, root: counted }
    await this.recorder.recordAt(room, seq, 'message.created', { actor: sender.id }, payload)
    return message
  }

  async edit(
    before: Message,
    { text, data, mentions, ...rest }: MessageChange,
    versions: number,
  ): Promise<Message> {
    allHandled(rest)
    const { room, seq, version } = before
    const { at } = this.recorder
    const since = Date.parse(before.editedAt ?? before.createdAt)
    const earlier = {
      room,
      seq,
      version,
      text: before.text,
      data: fromJson(before.data),
      at: since,
    }
    await this.recorder.write(queries.insertVersion, earlier)
    if (version > versions)
      await this.recorder.write(queries.deleteVersions, { room, seq, until: version - versions })
    const message = {
      ...before,
      text,
      data,
      mentions,
      version: version + 1,
      editedAt: time(at),
    }
    const row = { room, seq, text, data: fromJson(data), mentions: fromJson(mentions) }
    await this.recorder.write(queries.editMessage, { ...row, version: version + 1, edited_at: at })
    if (text !== before.text) await this.run.search.put([indexed(message)])
    const columns = { actor: before.sender.id, ref: seq }
    await this.recorder.record(room, 'message.updated', columns, { message, root: undefined })
    return message
  }

  async delete(before: Message, by: Sender, until: number | undefined): Promise<void> {
    const { room, seq, version } = before
    const { at } = this.recorder
    if (until !== undefined) {
      const row = { room, seq, version, text: before.text, data: fromJson(before.data), at: until }
      await this.recorder.write(queries.putInTrash, row)
    }
    for (const query of queries.ERASE_MESSAGE) await this.recorder.write(query, { room, seq, at })
    await this.run.search.remove(positionOf(room, seq, Date.parse(before.createdAt)))
    const root = await this.#countInThread(before, -1)
    const message = {
      ...before,
      text: '',
      data: undefined,
      mentions: undefined,
      reactions: undefined,
      pinnedAt: undefined,
      deletedAt: time(at),
    }
    const payload = { message, by, root }
    await this.recorder.record(room, 'message.deleted', { actor: by.id, ref: seq }, payload)
  }

  async restore(before: Message, now: number): Promise<Message | undefined> {
    const { room, seq } = before
    const row = await this.run.first(queries.inTrash, { room, seq })
    if (row === undefined || row.at <= now) return undefined
    const { text, data } = row
    const version = before.version + 1
    await this.recorder.write(queries.takeFromTrash, { room, seq })
    await this.recorder.write(queries.restoreMessage, { room, seq, text, data, version })
    const message = {
      ...before,
      version,
      text,
      data: data === null ? undefined : json(data),
      deletedAt: undefined,
    }
    await this.run.search.put([indexed(message)])
    const root = await this.#countInThread(message, 1)
    const payload = { message, root }
    const columns = { actor: before.sender.id, ref: seq }
    await this.recorder.record(room, 'message.updated', columns, payload)
    return message
  }

  async emptyTrash(now: number): Promise<void> {
    await this.recorder.write(queries.emptyTrash, { now })
  }

  /** Adds one to the reply count of the message's thread, or takes one off. */
  async #countInThread({ room, thread }: Message, by: 1 | -1): Promise<ThreadRoot | undefined> {
    if (thread === undefined) return undefined
    const root = await this.get(room, thread)
    return root && this.#setReplies(root, by)
  }

  async #setReplies(
    { id, room, seq, replies }: Message,
    by: 1 | -1,
    last?: { last_reply_seq: number; last_reply_at: number },
  ): Promise<ThreadRoot> {
    const row = {
      replies: (replies?.count ?? 0) + by,
      last_reply_seq: last?.last_reply_seq ?? replies?.lastSeq ?? seq,
      last_reply_at:
        last?.last_reply_at ?? (replies ? Date.parse(replies.lastAt) : this.recorder.at),
    }
    await this.recorder.write(queries.setReplies, { room, seq, ...row })
    const counted = repliesOf(row)
    if (counted === undefined) throw new Error('replies without a count')
    return { id, seq, replies: counted }
  }
}

/** Cuts the text by code points, as `substr` does in the query. */
const quoteOf = ({ id, seq, sender, text, deletedAt }: Message): Whole<Quote> => ({
  id,
  seq,
  sender,
  text: deletedAt === undefined ? [...text].slice(0, LIMITS.quoteLength).join('') : undefined,
  deletedAt,
})
