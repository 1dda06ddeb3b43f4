import type { Message, Sender } from '../../../protocol/entities.ts'
import type { RoomId, UserId } from '../../../protocol/ids.ts'
import type { PinsRead, PinsWrite } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import { MessageEvents } from '../log/message-events.ts'
import * as queries from '../queries/queries.ts'
import type { ViewedMessage } from '../tables/message-views.ts'
import { time } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'
import { messagesFor, present } from './messages-for.ts'

export class PinsReader implements PinsRead {
  constructor(protected readonly run: Run) {}

  async count(room: RoomId): Promise<number> {
    return (await this.run.all(queries.pins, { room })).length
  }

  async list(room: RoomId, from: number, viewer: UserId): Promise<readonly Message[]> {
    const pins = (await this.run.all(queries.pins, { room })).filter(({ seq }) => seq >= from)
    const keys = pins.map((pin) => ({ ...pin, viewer }))
    const rows = await this.run.many(queries.messageBySeq, keys)
    const messages = await messagesFor(this.run, present(rows), viewer)
    // An edit has hidden the message from this user.
    return messages.filter(({ deletedAt }) => deletedAt === undefined)
  }
}

export class PinsWriter extends PinsReader implements PinsWrite {
  readonly #events: MessageEvents

  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
    this.#events = new MessageEvents(run, recorder)
  }

  async add(message: ViewedMessage, by: Sender): Promise<Message> {
    const { room, seq } = message
    const { at } = this.recorder
    await this.recorder.write(queries.insertPin, { room, seq, at })
    await this.recorder.write(queries.setPinned, { room, seq, at })
    await this.#record('message.pinned', message, by)
    return { ...message, pinnedAt: time(at) }
  }

  async remove(message: ViewedMessage, by: Sender): Promise<void> {
    const { room, seq } = message
    await this.recorder.write(queries.deletePin, { room, seq })
    await this.recorder.write(queries.setPinned, { room, seq, at: null })
    await this.#record('message.unpinned', message, by)
  }

  async #record(
    type: 'message.pinned' | 'message.unpinned',
    message: ViewedMessage,
    by: Sender,
  ): Promise<void> {
    const columns = { actor: by.id, ref: message.seq }
    const payload = ({ id, seq }: Message) => ({ message: { id, seq }, by })
    await this.#events.record(message, { type, columns, payload })
  }
}
