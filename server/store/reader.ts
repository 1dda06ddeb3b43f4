import type { Cursor } from '../../protocol/ids.ts'
import type { Reader } from '../domain/ports.ts'
import { AccountsReader } from './repositories/accounts.ts'
import { AuditReader } from './repositories/audit.ts'
import { BlocksReader } from './repositories/blocks.ts'
import { ErasuresReader } from './repositories/erasures.ts'
import { ExpiryReader } from './repositories/expiry.ts'
import { ExportsReader } from './repositories/exports.ts'
import { IdentitiesReader } from './repositories/identities.ts'
import { ImportsReader } from './repositories/imports.ts'
import { InvitationsReader } from './repositories/invitations.ts'
import { JobsReader } from './repositories/jobs.ts'
import { JoinRequestsReader } from './repositories/join-requests.ts'
import { KeysReader } from './repositories/keys.ts'
import { LegalHoldsReader } from './repositories/legal-holds.ts'
import { LinksReader } from './repositories/links.ts'
import { MembersReader } from './repositories/members.ts'
import { MentionsReader } from './repositories/mentions.ts'
import { MessagesReader } from './repositories/messages.ts'
import { OldEventsReader } from './repositories/old-events.ts'
import { PasskeysReader } from './repositories/passkeys.ts'
import { PinsReader } from './repositories/pins.ts'
import { PresenceReader } from './repositories/presence.ts'
import { QuotasReader } from './repositories/quotas.ts'
import { ReactionsReader } from './repositories/reactions.ts'
import { ReceiptsReader } from './repositories/receipts.ts'
import { ReportsReader } from './repositories/reports.ts'
import { RequestsReader } from './repositories/requests.ts'
import { RoomsReader } from './repositories/rooms.ts'
import { SanctionsReader } from './repositories/sanctions.ts'
import { SearchReader } from './repositories/search.ts'
import { SecondFactorsReader } from './repositories/second-factors.ts'
import { SessionsReader } from './repositories/sessions.ts'
import { StatisticsReader } from './repositories/statistics.ts'
import { ThreadsReader } from './repositories/threads.ts'
import { UsersReader } from './repositories/users.ts'
import { WordListsReader } from './repositories/word-lists.ts'
import type { Run } from './tables/statement.ts'
import { atMoment } from './tables/visible-rows.ts'

/** The repositories of one read transaction. They are the same for every database. */
export class SqlReader implements Reader {
  readonly now: number
  readonly committedUntil: number
  readonly #run: Run
  readonly #cursor: () => Cursor

  constructor(run: Run, now: number, commitWindowMs: number, cursor: () => Cursor) {
    this.now = now
    // Another write may still be committed with a time in the same ms.
    this.committedUntil = now - commitWindowMs - 1
    this.#run = atMoment(run, now)
    this.#cursor = cursor
  }

  async cursor(): Promise<Cursor> {
    return this.#cursor()
  }

  // Created on use: most work uses one or two.
  get users() {
    return new UsersReader(this.#run)
  }
  get rooms() {
    return new RoomsReader(this.#run, this.now)
  }
  get members() {
    return new MembersReader(this.#run)
  }
  get messages() {
    return new MessagesReader(this.#run)
  }
  get threads() {
    return new ThreadsReader(this.#run)
  }
  get reactions() {
    return new ReactionsReader(this.#run)
  }
  get pins() {
    return new PinsReader(this.#run)
  }
  get mentions() {
    return new MentionsReader(this.#run)
  }
  get receipts() {
    return new ReceiptsReader(this.#run)
  }
  get invitations() {
    return new InvitationsReader(this.#run)
  }
  get joinRequests() {
    return new JoinRequestsReader(this.#run)
  }
  get requests() {
    return new RequestsReader(this.#run)
  }
  get blocks() {
    return new BlocksReader(this.#run)
  }
  get erasures() {
    return new ErasuresReader(this.#run)
  }
  get exports() {
    return new ExportsReader(this.#run, this.now)
  }
  get legalHolds() {
    return new LegalHoldsReader(this.#run)
  }
  get sanctions() {
    return new SanctionsReader(this.#run, this.now)
  }
  get search() {
    return new SearchReader(this.#run)
  }
  get presence() {
    return new PresenceReader(this.#run)
  }
  get quotas() {
    return new QuotasReader(this.#run)
  }
  get keys() {
    return new KeysReader(this.#run)
  }
  get accounts() {
    return new AccountsReader(this.#run)
  }
  get sessions() {
    return new SessionsReader(this.#run, this.now)
  }
  get reports() {
    return new ReportsReader(this.#run)
  }
  get wordLists() {
    return new WordListsReader(this.#run)
  }
  get audit() {
    return new AuditReader(this.#run)
  }
  get expiry() {
    return new ExpiryReader(this.#run)
  }
  get oldEvents() {
    return new OldEventsReader(this.#run)
  }
  get identities() {
    return new IdentitiesReader(this.#run)
  }
  get imports() {
    return new ImportsReader(this.#run)
  }
  get secondFactors() {
    return new SecondFactorsReader(this.#run)
  }
  get passkeys() {
    return new PasskeysReader(this.#run)
  }
  get links() {
    return new LinksReader(this.#run, this.now)
  }
  get statistics() {
    return new StatisticsReader(this.#run)
  }
  get jobs() {
    return new JobsReader(this.#run, this.now)
  }
}
