import { createHash } from 'node:crypto'
import type { Invitation, Sender } from '../../../protocol/entities.ts'
import type { EventType } from '../../../protocol/events.ts'
import { type InvitationId, logOf, newId, type RoomId, type UserId } from '../../../protocol/ids.ts'
import type { InvitationsRead, InvitationsWrite, NewInvitation } from '../../domain/ports.ts'
import type { EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { toInvitation } from '../tables/rows.ts'
import type { Run } from '../tables/statement.ts'

/** A code is 128 random bits: its hash needs no salt. */
const hashed = (code: string): string => createHash('sha256').update(code).digest('base64url')

export class InvitationsReader implements InvitationsRead {
  constructor(protected readonly run: Run) {}

  async get(id: InvitationId): Promise<Invitation | undefined> {
    const row = await this.run.first(queries.invitation, { id })
    return row && row.ended_at === null ? toInvitation(row) : undefined
  }

  async byCode(code: string): Promise<Invitation | undefined> {
    const row = await this.run.first(queries.invitationByCode, { code: hashed(code) })
    return row && toInvitation(row)
  }

  async ofRoom(room: RoomId, now: number): Promise<readonly Invitation[]> {
    return (await this.run.all(queries.invitationsOfRoom, { room, now })).map(toInvitation)
  }

  async of(user: UserId, now: number): Promise<readonly Invitation[]> {
    return (await this.run.all(queries.invitationsOf, { user, now })).map(toInvitation)
  }
}

export class InvitationsWriter extends InvitationsReader implements InvitationsWrite {
  constructor(
    run: Run,
    private readonly writing: EventRecorder,
  ) {
    super(run)
  }

  /** Of two who use the last one at once, the second finds it used. */
  override async get(id: InvitationId): Promise<Invitation | undefined> {
    await this.run.first(queries.lockInvitation, { id })
    return super.get(id)
  }

  override async byCode(code: string): Promise<Invitation | undefined> {
    const found = await super.byCode(code)
    return found && this.get(found.id)
  }

  async create(
    { room, user, code, maxUses, expiresAt }: NewInvitation,
    by: Sender,
  ): Promise<Invitation> {
    const row = {
      id: newId<InvitationId>('inv', this.writing.at),
      room: room.id,
      by: by.id,
      user: user ?? null,
      code: code === undefined ? null : hashed(code),
      uses: 0,
      max_uses: maxUses ?? null,
      expires_at: expiresAt ?? null,
      created_at: this.writing.at,
      ended_at: null,
    }
    await this.writing.write(queries.insertInvitation, row)
    const invitation = toInvitation({ ...row, room_name: room.name ?? null, by_name: by.name })
    await this.#tell(invitation, 'invitation.created', by.id, { invitation })
    return invitation
  }

  async use(invitation: Invitation, by: UserId): Promise<void> {
    const { id, maxUses } = invitation
    const uses = invitation.uses + 1
    if (maxUses !== undefined && uses >= maxUses) return this.end({ ...invitation, uses }, by)
    await this.writing.write(queries.setUses, { id, uses })
    const told = { invitation: { ...invitation, uses } }
    await this.#tell(invitation, 'invitation.updated', by, told)
  }

  async end(invitation: Invitation, by: UserId): Promise<void> {
    const { id, uses } = invitation
    await this.writing.write(queries.endInvitation, { id, uses, at: this.writing.at })
    await this.#tell(invitation, 'invitation.deleted', by, { invitation: id })
  }

  /** It is the affair of whom it is for; where it is for anybody, of who made it. */
  async #tell(
    { id, user, by }: Invitation,
    type: EventType,
    actor: UserId,
    told: object,
  ): Promise<void> {
    const subject = user ?? by.id
    await this.writing.record(logOf(subject), type, { subject, actor, detail: id }, told)
  }
}
