import type { Message, Sender, Version } from '../../../protocol/entities.ts'
import { type MessageId, newId, type RoomId, SYSTEM, type UserId } from '../../../protocol/ids.ts'
import { allHandled, type Whole } from '../../../protocol/whole.ts'
import type {
  MessageChange,
  MessagesRead,
  MessagesWrite,
  NewMessage,
  Page,
} from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import { answerTo, type CountedRoot, MessageEvents } from '../log/message-events.ts'
import * as queries from '../queries/queries.ts'
import { indexed, positionOf } from '../search/entry.ts'
import {
  fromParts,
  messageFor,
  NO_PARTS,
  partsOf,
  quoteOf,
  ROW,
  type ViewedMessage,
} from '../tables/message-views.ts'
import { fromJson, json, time, toVersion } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'
import { messageOf, messagesFor, pageOfRoom } from './messages-for.ts'
import { ReplyCounts } from './reply-counts.ts'

export class MessagesReader implements MessagesRead {
  constructor(protected readonly run: Run) {}

  async get(room: RoomId, id: MessageId, viewer: UserId): Promise<Message | undefined> {
    const row = await this.run.first(queries.messageById, { room, id, viewer })
    return messageOf(this.run, row, viewer)
  }

  async find(id: MessageId, viewer: UserId): Promise<Message | undefined> {
    const row = await this.run.first(queries.messageAnywhere, { id, viewer })
    return messageOf(this.run, row, viewer)
  }

  isHidden(message: ViewedMessage): boolean {
    return message[ROW]?.hidden != null
  }

  async byClientId(room: RoomId, sender: UserId, clientId: string): Promise<Message | undefined> {
    const args = { room, sender, clientId, viewer: sender }
    const row = await this.run.first(queries.messageByClientId, args)
    return messageOf(this.run, row, sender)
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
    const args = { room, user, seq, limit, viewer: user }
    return messagesFor(this.run, await this.run.all(queries.unreadMessages, args), user)
  }

  async ofSender(
    room: RoomId,
    sender: UserId,
    after: number,
    until: number,
  ): Promise<readonly Message[]> {
    const args = { room, sender, after, until, viewer: SYSTEM }
    const rows = await this.run.all(queries.messagesOfSender, args)
    return rows.map((row) => messageFor(row, SYSTEM))
  }

  async firstOf(room: RoomId, sender: UserId, after: number, until: number) {
    const row = await this.run.first(queries.firstOfSender, { room, sender, after, until })
    return row?.seq ?? undefined
  }

  async listVersions(
    { room, seq, deletedAt }: Message,
    after: number,
    limit: number,
  ): Promise<readonly Version[]> {
    // To this reader an edit has deleted the message, or it has disappeared and a job is about to delete it.
    if (deletedAt !== undefined) return []
    const rows = await this.run.all(queries.versions, { room, seq, after, limit })
    return rows.map(toVersion)
  }

  async hasTrash(now: number): Promise<boolean> {
    return (await this.run.first(queries.oldTrash, { now })) !== undefined
  }

  async #before(room: RoomId, page: Page, seq: number, limit: number): Promise<Message[]> {
    const { from, thread, viewer } = page
    const args = { room, seq, from, limit, viewer }
    const rows = await (thread === undefined
      ? pageOfRoom(this.run, 'before', args)
      : this.run.all(queries.threadBefore, { ...args, thread }))
    return [...(await messagesFor(this.run, rows, viewer))].reverse()
  }

  async #after(room: RoomId, page: Page, seq: number, limit: number): Promise<readonly Message[]> {
    const { from, thread, viewer } = page
    const args = { room, seq, from, limit, viewer }
    const rows = await (thread === undefined
      ? pageOfRoom(this.run, 'after', args)
      : this.run.all(queries.threadAfter, { ...args, thread }))
    return messagesFor(this.run, rows, viewer)
  }
}

export class MessagesWriter extends MessagesReader implements MessagesWrite {
  readonly #events: MessageEvents
  readonly #replies: ReplyCounts

  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
    this.#events = new MessageEvents(run, recorder)
    this.#replies = new ReplyCounts(run, recorder)
  }

  async create(sent: NewMessage, quoted?: ViewedMessage, root?: Message): Promise<Message> {
    const { room, sender, text, data, replyTo, clientId, hidden, ...options } = sent
    const { thread, inRoom, mentions, silent, system, expiresIn, ...rest } = options
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
      hidden: undefined,
      expiresAt: expiresIn === undefined ? undefined : time(at + expiresIn * 1000),
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
      silent: hidden ? hiddenSilent(silent) : silent ? 1 : null,
      thread: thread ?? null,
      in_room: inRoom ? 1 : null,
      mentions: fromJson(mentions),
      expires_at: expiresIn === undefined ? null : at + expiresIn * 1000,
      hidden: hidden ? 1 : null,
    })
    await this.#events.record(message, {
      type: 'message.created',
      columns: { actor: sender.id },
      seq,
      root: root && (await this.#replies.sent(root, seq, hidden ? sender.id : undefined)),
      hidden: hidden ? 1 : undefined,
      isPlain: !hidden && !(quoted && this.isHidden(quoted)),
      payload: (message, root) => ({ message, root }),
    })
    return message
  }

  async edit(
    before: ViewedMessage,
    change: MessageChange,
    { hides, versions }: { readonly hides: boolean; readonly versions: number },
  ): Promise<Message> {
    const { text, data, mentions, ...rest } = change
    allHandled(rest)
    const { room, seq, version } = before
    const { at } = this.recorder
    const since = Date.parse(before.editedAt ?? before.createdAt)
    const old = { version, text: before.text, data: fromJson(before.data), at: since }
    const earlier = { room, seq, ...old }
    await this.recorder.write(queries.insertVersion, earlier)
    if (version > versions)
      await this.recorder.write(queries.deleteVersions, { room, seq, until: version - versions })
    const message = { ...before, text, data, mentions, version: version + 1, editedAt: time(at) }
    const row = { room, seq, text, data: fromJson(data), mentions: fromJson(mentions) }
    await this.recorder.write(queries.editMessage, { ...row, version: version + 1, edited_at: at })
    if (text !== before.text) await this.run.search.put([indexed(message)])
    const isHiding = hides && !this.isHidden(before)
    const edited = await this.#events.record(message, {
      type: 'message.updated',
      columns: { actor: before.sender.id, ref: seq },
      root: isHiding ? await this.#hide(before) : undefined,
      hidden: isHiding ? 2 : undefined,
      payload: (message, root) => ({ message, root }),
    })
    return edited ? answerTo(before.sender.id, edited, before) : message
  }

  /** Others have seen the message: to them it is deleted, with its mentions. */
  async #hide(message: ViewedMessage): Promise<CountedRoot | undefined> {
    const { room, seq, silent } = message
    const parts = message[ROW] ? partsOf(message[ROW]) : NO_PARTS
    const hidden_parts = fromParts({ ...parts, version: message.version })
    const row = { room, seq, hidden: this.recorder.at, silent: hiddenSilent(silent), hidden_parts }
    await this.recorder.write(queries.hideMessage, row)
    await this.recorder.write(queries.deleteMentions, { room, seq })
    return this.#replies.changed(message, 'hide')
  }

  async delete(before: ViewedMessage, by: Sender, until: number | undefined): Promise<void> {
    const { room, seq, version } = before
    const { at } = this.recorder
    if (until !== undefined) {
      const row = { room, seq, version, text: before.text, data: fromJson(before.data), at: until }
      await this.recorder.write(queries.putInTrash, row)
    }
    for (const query of queries.ERASE_MESSAGE) await this.recorder.write(query, { room, seq, at })
    if (before[ROW] !== undefined) {
      const parts = { ...partsOf(before[ROW]), reactions: [] }
      await this.recorder.write(queries.setParts, { room, seq, hidden_parts: fromParts(parts) })
    }
    await this.run.search.remove(positionOf(room, seq, Date.parse(before.createdAt)))
    const message = {
      ...before,
      text: '',
      data: undefined,
      mentions: undefined,
      reactions: undefined,
      pinnedAt: undefined,
      deletedAt: time(at),
    }
    await this.#events.record(message, {
      type: 'message.deleted',
      columns: { actor: by.id, ref: seq },
      root: await this.#replies.changed(before, -1),
      payload: (message, root) => ({ message, by, root }),
    })
  }

  async restore(before: ViewedMessage, now: number): Promise<Message | undefined> {
    const { room, seq } = before
    const row = await this.run.first(queries.inTrash, { room, seq })
    if (row === undefined || row.at <= now) return undefined
    if (before.expiresAt !== undefined && Date.parse(before.expiresAt) <= now) return undefined
    const { text } = row
    const version = before.version + 1
    await this.recorder.write(queries.takeFromTrash, { room, seq })
    await this.recorder.write(queries.restoreMessage, { room, seq, text, data: row.data, version })
    const data = row.data === null ? undefined : json(row.data)
    const message = { ...before, version, text, data, deletedAt: undefined }
    await this.run.search.put([indexed(message)])
    const restored = await this.#events.record(message, {
      type: 'message.updated',
      columns: { actor: before.sender.id, ref: seq },
      root: await this.#replies.changed(message, 1),
      payload: (message, root) => ({ message, root }),
    })
    return restored ? answerTo(before.sender.id, restored, before) : message
  }

  async emptyTrash(now: number): Promise<void> {
    await this.recorder.write(queries.emptyTrash, { now })
  }
}

/** The column of a hidden message, which does not count as unread, like a silent one. */
const hiddenSilent = (silent: boolean | undefined): number => (silent ? 3 : 2)
