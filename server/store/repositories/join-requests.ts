import type { JoinRequest, Room, Sender } from '../../../protocol/entities.ts'
import {
  type JoinRequestId,
  logOf,
  newId,
  type RoomId,
  type UserId,
} from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import type {
  JoinRequestEnd,
  JoinRequestsRead,
  JoinRequestsWrite,
  PageOf,
  PageRequest,
} from '../../domain/ports.ts'
import type { EventPayload, EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { toJoinRequest } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'
import { pageOf } from './paging.ts'

type Type = 'joinRequest.created' | `joinRequest.${JoinRequestEnd}`

export class JoinRequestsReader implements JoinRequestsRead {
  constructor(protected readonly run: Run) {}

  async get(id: JoinRequestId): Promise<JoinRequest | undefined> {
    const row = await this.run.first(queries.joinRequest, { id })
    return row?.state === 'pending' ? toJoinRequest(row) : undefined
  }

  async known(id: JoinRequestId): Promise<JoinRequest | undefined> {
    const row = await this.run.first(queries.joinRequest, { id })
    return row && toJoinRequest(row)
  }

  async find(room: RoomId, user: UserId) {
    const row = await this.run.first(queries.joinRequestOf, { room, user })
    return row && { request: toJoinRequest(row), state: row.state }
  }

  async ofRoom(room: RoomId, { after, limit }: PageRequest): Promise<PageOf<JoinRequest>> {
    const [, at = '-1', id = ''] = /^(\d+)_(.*)$/.exec(after ?? '') ?? []
    const position = { room, at: Number(at), id, limit: limit + 1 }
    const rows = await this.run.all(queries.joinRequestsOfRoom, position)
    const tokenAfter = (row: (typeof rows)[number]) => `${row.created_at}_${row.id}`
    return pageOf(rows, limit, rows.map(toJoinRequest), tokenAfter)
  }

  async countOf(room: RoomId): Promise<number> {
    return (await this.run.first(queries.countJoinRequests, { room }))?.count ?? 0
  }

  async ofUser(user: UserId): Promise<readonly JoinRequest[]> {
    return (await this.run.all(queries.joinRequestsOfUser, { user })).map(toJoinRequest)
  }
}

export class JoinRequestsWriter extends JoinRequestsReader implements JoinRequestsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  async lockUser({ id }: Sender): Promise<void> {
    const locked = await this.run.first(queries.lockUser, { id })
    if (locked !== undefined && locked.deleted_at !== null) throw new Refusal('user_deleted')
  }

  async create(room: Room, user: Sender, answer: string | undefined): Promise<JoinRequest> {
    const known = await this.run.first(queries.joinRequestOf, { room: room.id, user: user.id })
    const row = {
      id: known?.id ?? newId<JoinRequestId>('jrq', this.recorder.at),
      room: room.id,
      user: user.id,
      state: 'pending',
      answer: answer ?? null,
      created_at: this.recorder.at,
    } as const
    if (known === undefined) await this.recorder.write(queries.insertJoinRequest, row)
    else await this.recorder.write(queries.repeatJoinRequest, row)
    const joinRequest = toJoinRequest({
      ...row,
      room_name: room.name ?? null,
      user_name: user.name,
    })
    await this.#record(joinRequest, 'joinRequest.created', user, () => ({ joinRequest }))
    return joinRequest
  }

  async end(
    request: JoinRequest,
    end: JoinRequestEnd,
    by: Sender,
    isForGood = false,
  ): Promise<void> {
    const { id, room } = request
    await this.recorder.write(queries.endJoinRequest, {
      id,
      state: isForGood ? 'blocked' : 'ended',
    })
    const ended = { joinRequest: id, room }
    if (end === 'deleted') await this.#record(request, 'joinRequest.deleted', by, () => ended)
    else if (end === 'accepted')
      await this.#record(request, 'joinRequest.accepted', by, () => ({ ...ended, by }))
    else
      await this.#record(request, 'joinRequest.declined', by, (user) => ({
        ...ended,
        declinedBy: user === request.user.id ? undefined : by,
      }))
  }

  async endAll({ id: room }: Room, by: Sender): Promise<void> {
    const { items } = await this.ofRoom(room, { limit: LIMITS.joinRequestsPerRoom })
    await this.recorder.write(queries.endJoinRequests, { room })
    for (const { id, user } of items.toSorted((a, b) => (a.user.id < b.user.id ? -1 : 1))) {
      const columns = { subject: user.id, actor: by.id, detail: id }
      const payload = { joinRequest: id, room }
      await this.recorder.record(logOf(user.id), 'joinRequest.deleted', columns, payload)
    }
  }

  async unblock({ id }: JoinRequest): Promise<void> {
    await this.recorder.write(queries.endJoinRequest, { id, state: 'ended' })
  }

  /**
   * Records the event in the logs of the asker and of the staff. The room's own log cannot have it: all members
   * receive every event of that log, or they would find a gap.
   */
  async #record<T extends Type>(
    { id, room, user: { id: asker } }: JoinRequest,
    type: T,
    by: Sender,
    payloadFor: (user: UserId) => EventPayload<T>,
  ): Promise<void> {
    const limit = LIMITS.staffPerJoinRequest
    const staff = (await this.run.all(queries.staffOf, { room, limit })).map(({ user }) => user)
    // Logs are locked in the same order on every node, which prevents deadlocks.
    for (const user of [...new Set([asker, ...staff])].sort()) {
      const columns = { subject: asker, actor: by.id, detail: id }
      await this.recorder.record(logOf(user), type, columns, payloadFor(user))
    }
  }
}
