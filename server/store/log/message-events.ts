import type { Message } from '../../../protocol/entities.ts'
import { type RoomId, SYSTEM, type UserId } from '../../../protocol/ids.ts'
import type { Whole } from '../../../protocol/whole.ts'
import * as queries from '../queries/queries.ts'
import {
  OTHERS,
  ownersOf,
  ownOf,
  ROW,
  type ViewedMessage,
  type Viewer,
  viewOf,
  withOwn,
} from '../tables/message-views.ts'
import type { JoinedMessageRow } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'
import type { EventColumns, EventPayload, EventRecorder, Type } from './event-recorder.ts'

/** The root of a thread after its replies have changed. `owners`: users who see another number of replies. */
export type CountedRoot = {
  readonly owners: readonly UserId[]
  readonly for: (viewer: Viewer) => EventPayload<'message.created'>['root']
}

type About<T extends Type> = {
  readonly type: T
  readonly columns: EventColumns
  /** Without it the next seq is taken. */
  readonly seq?: number
  readonly root?: CountedRoot | undefined
  /** The event is hidden, even if the message is not: 1 from all others, 2 by an edit. */
  readonly hidden?: 1 | 2 | undefined
  /** Everybody sees the message alike. By default it is so if the message was read so. */
  readonly isPlain?: boolean
  readonly payload: (
    message: Message,
    root: EventPayload<'message.created'>['root'],
  ) => EventPayload<T>
}

/** Records events about messages, of which something can be hidden. */
export class MessageEvents {
  readonly #run: Run
  readonly #recorder: EventRecorder

  constructor(run: Run, recorder: EventRecorder) {
    this.#run = run
    this.#recorder = recorder
  }

  /**
   * `message`: as it is after the change, if nothing of it is hidden. Otherwise it is read again, and the answer is its
   * row.
   */
  async record<T extends Type>(
    message: ViewedMessage,
    { type, columns, seq, root, hidden, payload, ...about }: About<T>,
  ): Promise<JoinedMessageRow | undefined> {
    const { room } = message
    const at = seq ?? (await this.#recorder.takeSeq(room))
    const { isPlain = message[ROW] === undefined && hidden === undefined } = about
    const row = isPlain ? undefined : await this.#row(message)
    const forAll = withOwn(message, NOBODY)
    const owners = [...(row ? ownersOf(row) : []), ...(root?.owners ?? [])]
    if (row === undefined && owners.length === 0) {
      await this.#recorder.recordAt(room, at, type, columns, payload(forAll, root?.for(OTHERS)))
      return undefined
    }
    const level = hidden ?? (row && row.hidden !== null ? 1 : null)
    await this.#recorder.recordVersions(room, at, type, columns, {
      hidden: level,
      owners: level === 1 && row ? [ownerOf(row, columns)] : owners,
      payloadFor: (viewer) => payload(row ? viewOf(row, viewer) : forAll, root?.for(viewer)),
    })
    return row
  }

  async #row({ room, seq }: { room: RoomId; seq: number }): Promise<JoinedMessageRow> {
    const row = await this.#run.first(queries.messageBySeq, { room, seq, viewer: SYSTEM })
    if (row === undefined) throw new Error(`no message ${seq} in ${room}`)
    return row
  }
}

/** The user who receives a hidden event beside the staff: the sender of the hidden message, or who caused the event. */
export const ownerOf = (
  row: Pick<JoinedMessageRow, 'hidden' | 'sender'>,
  { subject, actor }: { readonly subject?: UserId | null; readonly actor: UserId | null },
): UserId => (row.hidden !== null ? row.sender : (subject ?? actor ?? row.sender))

/** What a message answers to the user who changed it. */
export const answerTo = (
  user: UserId,
  row: JoinedMessageRow,
  before: ViewedMessage,
): Whole<Message> =>
  withOwn(viewOf(row, { user, isStaff: before[ROW]?.sees_all === 1 }), ownOf(before))

const NOBODY: ReadonlySet<string> = new Set()
