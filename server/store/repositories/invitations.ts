import { createHash } from 'node:crypto'
import type { Invitation, Sender } from '../../../protocol/entities.ts'

import { type InvitationId, logOf, newId, type RoomId, type UserId } from '../../../protocol/ids.ts'
import { allHandled } from '../../../protocol/whole.ts'
import type { InvitationsRead, InvitationsWrite, NewInvitation } from '../../domain/ports.ts'
import type { EventPayload, EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { toInvitation } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'

/** A code has 128 random bits, so its hash needs no salt. */
const hashOf = (code: string): string => createHash('sha256').update(code).digest('base64url')

export class InvitationsReader implements InvitationsRead {
  constructor(protected readonly run: Run) {}

  async get(id: InvitationId): Promise<Invitation | undefined> {
    const row = await this.run.first(queries.invitation, { id })
    return row && row.ended_at === null ? toInvitation(row) : undefined
  }

  async byCode(code: string): Promise<Invitation | undefined> {
    const row = await this.run.first(queries.invitationByCode, { code: hashOf(code) })
    return row && toInvitation(row)
  }

  async ofRoom(room: RoomId, now: number): Promise<readonly Invitation[]> {
    return (await this.run.all(queries.invitationsOfRoom, { room, now })).map(toInvitation)
  }

  async of(user: UserId, now: number): Promise<readonly Invitation[]> {
    return (await this.run.all(queries.invitationsOf, { user, now })).map(toInvitation).reverse()
  }

  async expired(now: number, limit: number): Promise<readonly InvitationId[]> {
    return (await this.run.all(queries.expiredInvitations, { now, limit })).map(({ id }) => id)
  }
}

export class InvitationsWriter extends InvitationsReader implements InvitationsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  /** Locks the invitation: if two users take the last use at once, the second one finds it used. */
  override async get(id: InvitationId): Promise<Invitation | undefined> {
    await this.run.first(queries.lockInvitation, { id })
    return super.get(id)
  }

  override async byCode(code: string): Promise<Invitation | undefined> {
    const found = await super.byCode(code)
    return found && this.get(found.id)
  }

  async create(
    { room, user, code, maxUses, expiresAt, isDropped, ...rest }: NewInvitation,
    by: Sender,
  ): Promise<Invitation> {
    allHandled(rest)
    const row = {
      id: newId<InvitationId>('inv', this.recorder.at),
      room: room.id,
      by: by.id,
      user: user ?? null,
      code: code === undefined ? null : hashOf(code),
      uses: 0,
      max_uses: maxUses ?? null,
      expires_at: expiresAt ?? null,
      created_at: this.recorder.at,
      ended_at: null,
      dropped: isDropped ? 1 : null,
    }
    await this.recorder.write(queries.insertInvitation, row)
    const invitation = toInvitation({ ...row, room_name: room.name ?? null, by_name: by.name })
    if (!isDropped) await this.#record(invitation, 'invitation.created', by.id, { invitation })
    return invitation
  }

  async use(invitation: Invitation, by: UserId): Promise<void> {
    const { id, maxUses } = invitation
    const uses = invitation.uses + 1
    if (maxUses !== undefined && uses >= maxUses) return this.end({ ...invitation, uses }, by)
    await this.recorder.write(queries.setUses, { id, uses })
    const payload = { invitation: { ...invitation, uses } }
    await this.#record(invitation, 'invitation.updated', by, payload)
  }

  async end(invitation: Invitation, by: UserId): Promise<void> {
    const { id, uses } = invitation
    await this.recorder.write(queries.endInvitation, { id, uses, at: this.recorder.at })
    if (!(await this.#isDropped(id)))
      await this.#record(invitation, 'invitation.deleted', by, { invitation: id })
  }

  async deleteEnded(limit: number, keptMs: number): Promise<boolean> {
    const before = this.recorder.at - keptMs
    const ended = await this.run.all(queries.endedInvitations, { before, limit })
    for (const { id } of ended) await this.recorder.write(queries.deleteInvitation, { id })
    return ended.length === limit
  }

  async #isDropped(id: InvitationId): Promise<boolean> {
    return (await this.run.first(queries.invitation, { id }))?.dropped === 1
  }

  /** An invitation for one user is in that user's log; one with a code is in the log of its creator. */
  async #record<T extends 'invitation.created' | 'invitation.updated' | 'invitation.deleted'>(
    { id, user, by }: Invitation,
    type: T,
    actor: UserId,
    payload: EventPayload<T>,
  ): Promise<void> {
    const subject = user ?? by.id
    await this.recorder.record(logOf(subject), type, { subject, actor, detail: id }, payload)
  }
}
