import type { Message, Sender } from '../../../protocol/entities.ts'
import type { RoomId } from '../../../protocol/ids.ts'
import type { PinsRead, PinsWrite } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { time, toMessage } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'

export class PinsReader implements PinsRead {
  constructor(protected readonly run: Run) {}

  async count(room: RoomId): Promise<number> {
    return (await this.run.all(queries.pins, { room })).length
  }

  async list(room: RoomId, from: number): Promise<readonly Message[]> {
    const pins = (await this.run.all(queries.pins, { room })).filter(({ seq }) => seq >= from)
    const rows = await this.run.many(queries.messageBySeq, pins)
    return rows.flatMap((row) => (row === undefined ? [] : [toMessage(row)]))
  }
}

export class PinsWriter extends PinsReader implements PinsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async add(message: Message, by: Sender): Promise<Message> {
    const { id, room, seq } = message
    const { at } = this.recorder
    await this.recorder.write(queries.insertPin, { room, seq, at })
    await this.recorder.write(queries.setPinned, { room, seq, at })
    const columns = { actor: by.id, ref: seq }
    await this.recorder.record(room, 'message.pinned', columns, { message: { id, seq }, by })
    return { ...message, pinnedAt: time(at) }
  }

  async remove({ id, room, seq }: Message, by: Sender): Promise<void> {
    await this.recorder.write(queries.deletePin, { room, seq })
    await this.recorder.write(queries.setPinned, { room, seq, at: null })
    const columns = { actor: by.id, ref: seq }
    await this.recorder.record(room, 'message.unpinned', columns, { message: { id, seq }, by })
  }
}
