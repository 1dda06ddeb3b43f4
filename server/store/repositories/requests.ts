import type { Consent, ContactRequest, Room, Sender } from '../../../protocol/entities.ts'
import { logOf, newId, type RequestId, type RoomId, type UserId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type {
  NewRequest,
  PageOf,
  PageRequest,
  Reach,
  RequestsRead,
  RequestsWrite,
  StoredRequest,
} from '../../domain/ports.ts'
import type { EventPayload, EventRecorder } from '../log/event-recorder.ts'
import * as queries from '../queries/queries.ts'
import { toConsent, toRequest } from '../tables/rows.ts'
import type { Query, Run } from '../tables/statement.ts'
import { pageOf } from './paging.ts'

type Row = typeof queries.request extends Query<infer _, infer R> ? R : never

export class RequestsReader implements RequestsRead {
  constructor(protected readonly run: Run) {}

  async get(id: RequestId, now: number): Promise<StoredRequest | undefined> {
    const row = await this.run.first(queries.request, { id })
    return row && toStored(row, now)
  }

  async to(user: UserId, page: PageRequest, now: number): Promise<PageOf<ContactRequest>> {
    return this.#page(queries.requestsTo, user, page, now)
  }

  async from(user: UserId, page: PageRequest, now: number): Promise<PageOf<ContactRequest>> {
    return this.#page(queries.requestsFrom, user, page, now)
  }

  async #page(
    query: typeof queries.requestsTo,
    user: UserId,
    { after: before = '~', limit }: PageRequest,
    now: number,
  ): Promise<PageOf<ContactRequest>> {
    const rows = await this.run.all(query, { user, now, before, limit: limit + 1 })
    return pageOf(rows, limit, rows.slice(0, limit).map(toRequest), (row) => row.id)
  }

  async between(asker: UserId, asked: UserId, now: number): Promise<ContactRequest | undefined> {
    const row = await this.run.first(queries.requestBetween, { asker, asked, now })
    return row && toRequest(row)
  }

  async countFrom(asker: UserId, now: number, since: number): Promise<number> {
    return (await this.run.first(queries.countRequestsFrom, { asker, now, since }))?.count ?? 0
  }

  async countTo(asked: UserId, now: number): Promise<number> {
    return (await this.run.first(queries.countRequestsTo, { asked, now }))?.count ?? 0
  }

  async isRefused(asker: UserId, asked: UserId, since: number): Promise<boolean> {
    return (await this.run.first(queries.refusal, { asker, asked, since })) !== undefined
  }

  async reach(id: UserId, by: UserId): Promise<Reach | undefined> {
    const row = await this.run.first(queries.consentOf, { id, by })
    return (
      row && {
        requestsFrom: row.requests_from ?? 'everyone',
        isAccepted: row.accepted !== null,
        sharesRoom: row.common_room !== null,
      }
    )
  }

  async consent(user: UserId): Promise<Consent> {
    return toConsent(await this.run.first(queries.consent, { user }))
  }
}

export class RequestsWriter extends RequestsReader implements RequestsWrite {
  constructor(
    run: Run,
    private readonly recorder: EventRecorder,
  ) {
    super(run)
  }

  override async get(id: RequestId, now: number): Promise<StoredRequest | undefined> {
    await this.run.first(queries.lockRequest, { id })
    return super.get(id, now)
  }

  async lockAsker(id: UserId): Promise<void> {
    await this.run.first(queries.lockUser, { id })
  }

  async create({ user, text, isDropped }: NewRequest, by: Sender): Promise<ContactRequest> {
    const { at } = this.recorder
    const row = {
      id: newId<RequestId>('req', at),
      asker: by.id,
      asked: user,
      text: text ?? null,
      dropped: isDropped ? 1 : null,
      answer: null,
      answered_at: null,
      room: null,
      deleted_at: null,
      created_at: at,
      expires_at: at + LIMITS.requestMs,
    }
    await this.recorder.write(queries.insertRequest, row)
    const request = toRequest({ ...row, asker_name: by.name })
    const both = isDropped ? [by.id] : [by.id, user]
    await this.#record('request.created', request.id, by.id, both, { request })
    return request
  }

  async deleteExpired(limit: number, keptMs: number): Promise<boolean> {
    const until = this.recorder.at - keptMs
    const expired = [
      ...(await this.run.all(queries.unansweredRequestsUntil, { until, limit })),
      ...(await this.run.all(queries.answeredRequestsUntil, { until, limit })),
    ].slice(0, limit)
    for (const { id } of expired) await this.recorder.write(queries.dropRequest, { id })
    return expired.length === limit
  }

  async accept({ id, from, user }: ContactRequest, { id: room }: Room): Promise<void> {
    const { at } = this.recorder
    await this.recorder.write(queries.answerRequest, { id, answer: 'accepted', room, at })
    await this.#record('request.accepted', id, user, [from.id, user], { request: id, room })
  }

  async decline({ id, user }: ContactRequest, forGood: boolean): Promise<void> {
    const answer = forGood ? 'refused' : 'declined'
    await this.recorder.write(queries.answerRequest, {
      id,
      answer,
      room: null,
      at: this.recorder.at,
    })
    await this.#record('request.declined', id, user, [user], { request: id })
  }

  async delete({ request: { id, from, user }, pendingFor }: StoredRequest): Promise<void> {
    await this.recorder.write(queries.deleteRequest, { id, at: this.recorder.at })
    const both = pendingFor.asked ? [from.id, user] : [from.id]
    await this.#record('request.deleted', id, from.id, both, { request: id })
  }

  async endConsent(room: RoomId): Promise<void> {
    await this.recorder.write(queries.endConsent, { room })
  }

  async liftRefusals(asker: UserId, asked: UserId): Promise<void> {
    await this.recorder.write(queries.liftRefusals, { asker, asked })
  }

  async setConsent(user: UserId, consent: Consent): Promise<void> {
    const { requestsFrom: requests_from } = consent
    await this.recorder.write(queries.putConsent, { user, requests_from })
    const columns = { subject: user, actor: user }
    await this.recorder.record(logOf(user), 'consent.updated', columns, { consent })
  }

  /** In the logs of these users, always in the same order: two transactions would wait for each other otherwise. */
  async #record<T extends `request.${'created' | 'accepted' | 'declined' | 'deleted'}`>(
    type: T,
    id: RequestId,
    actor: UserId,
    users: readonly UserId[],
    payload: EventPayload<T>,
  ): Promise<void> {
    for (const subject of users.toSorted())
      await this.recorder.record(logOf(subject), type, { subject, actor, detail: id }, payload)
  }
}

function toStored(row: Row, now: number): StoredRequest {
  const isOpen = row.deleted_at === null && row.expires_at > now
  const isDeclined = row.answer === 'declined' || row.answer === 'refused'
  return {
    request: toRequest(row),
    pendingFor: {
      asker: isOpen && (row.answer === null || isDeclined),
      asked: isOpen && row.answer === null && row.dropped === null,
    },
    room: row.answer === 'accepted' ? (row.room ?? undefined) : undefined,
  }
}
