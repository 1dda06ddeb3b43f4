import type { Cursor } from '../../protocol/ids.ts'
import type { Tx } from '../domain/ports.ts'
import { COMMIT_WINDOW_MS } from './engine/database.ts'
import { type CommitTime, EventRecorder } from './log/event-recorder.ts'
import { AccountsWriter, AttemptsWriter } from './repositories/accounts.ts'
import { AuditWriter } from './repositories/audit.ts'
import { BlocksWriter } from './repositories/blocks.ts'
import { ErasuresWriter } from './repositories/erasures.ts'
import { ExpiryWriter } from './repositories/expiry.ts'
import { ExportsWriter } from './repositories/exports.ts'
import { IdentitiesWriter } from './repositories/identities.ts'
import { ImportsWriter } from './repositories/imports.ts'
import { InvitationsWriter } from './repositories/invitations.ts'
import { JobsWriter } from './repositories/jobs.ts'
import { JoinRequestsWriter } from './repositories/join-requests.ts'
import { KeysWriter } from './repositories/keys.ts'
import { LegalHoldsWriter } from './repositories/legal-holds.ts'
import { LinksWriter } from './repositories/links.ts'
import { MailCountsWriter } from './repositories/mail-counts.ts'
import { MembersWriter } from './repositories/members.ts'
import { MentionsWriter } from './repositories/mentions.ts'
import { MessagesWriter } from './repositories/messages.ts'
import { OldEventsWriter } from './repositories/old-events.ts'
import { PasskeysWriter } from './repositories/passkeys.ts'
import { PinsWriter } from './repositories/pins.ts'
import { PresenceWriter } from './repositories/presence.ts'
import { QuotasWriter } from './repositories/quotas.ts'
import { ReactionsWriter } from './repositories/reactions.ts'
import { ReceiptsWriter } from './repositories/receipts.ts'
import { ReportsWriter } from './repositories/reports.ts'
import { RequestsWriter } from './repositories/requests.ts'
import { RoomsWriter } from './repositories/rooms.ts'
import { SanctionsWriter } from './repositories/sanctions.ts'
import { SearchWriter } from './repositories/search.ts'
import { SecondFactorsWriter } from './repositories/second-factors.ts'
import { SessionsWriter } from './repositories/sessions.ts'
import { StatisticsReader } from './repositories/statistics.ts'
import { ThreadsWriter } from './repositories/threads.ts'
import { TicketsWriter } from './repositories/tickets.ts'
import { UsersWriter } from './repositories/users.ts'
import { WordListsWriter } from './repositories/word-lists.ts'
import type { Run } from './tables/statement.ts'
import { atMoment } from './tables/visible-rows.ts'

/** The repositories of one transaction, to read and to write. Its recorder has the events to publish. */
export class SqlTx implements Tx {
  readonly recorder: EventRecorder
  readonly #run: Run
  readonly #cursor: Cursor

  constructor(session: Run, time: CommitTime) {
    const run = atMoment(session, time.at)
    this.#run = run
    this.#cursor = time.cursor
    this.recorder = new EventRecorder(run, time)
  }

  get now(): number {
    return this.recorder.at
  }

  get committedUntil(): number {
    return this.recorder.at - COMMIT_WINDOW_MS
  }

  get events(): number {
    return this.recorder.recorded.length
  }

  async cursor(): Promise<Cursor> {
    return this.#cursor
  }

  get users() {
    return new UsersWriter(this.#run, this.recorder)
  }
  get rooms() {
    return new RoomsWriter(this.#run, this.recorder)
  }
  get members() {
    return new MembersWriter(this.#run, this.recorder)
  }
  get messages() {
    return new MessagesWriter(this.#run, this.recorder)
  }
  get blocks() {
    return new BlocksWriter(this.#run, this.recorder)
  }
  get erasures() {
    return new ErasuresWriter(this.#run, this.recorder)
  }
  get exports() {
    return new ExportsWriter(this.#run, this.recorder)
  }
  get legalHolds() {
    return new LegalHoldsWriter(this.#run, this.recorder)
  }
  get sanctions() {
    return new SanctionsWriter(this.#run, this.recorder)
  }
  get threads() {
    return new ThreadsWriter(this.#run, this.recorder)
  }
  get reactions() {
    return new ReactionsWriter(this.#run, this.recorder)
  }
  get pins() {
    return new PinsWriter(this.#run, this.recorder)
  }
  get mentions() {
    return new MentionsWriter(this.#run, this.recorder)
  }
  get receipts() {
    return new ReceiptsWriter(this.#run, this.recorder)
  }
  get invitations() {
    return new InvitationsWriter(this.#run, this.recorder)
  }
  get joinRequests() {
    return new JoinRequestsWriter(this.#run, this.recorder)
  }
  get requests() {
    return new RequestsWriter(this.#run, this.recorder)
  }
  get search() {
    return new SearchWriter(this.#run, this.recorder)
  }
  get presence() {
    return new PresenceWriter(this.#run, this.recorder)
  }
  get tickets() {
    return new TicketsWriter(this.#run, this.recorder)
  }
  get quotas() {
    return new QuotasWriter(this.#run, this.recorder)
  }
  get keys() {
    return new KeysWriter(this.#run, this.recorder)
  }
  get accounts() {
    return new AccountsWriter(this.#run, this.recorder)
  }
  get attempts() {
    return new AttemptsWriter(this.#run, this.recorder)
  }
  get mailCounts() {
    return new MailCountsWriter(this.#run, this.recorder)
  }
  get sessions() {
    return new SessionsWriter(this.#run, this.recorder)
  }
  get reports() {
    return new ReportsWriter(this.#run, this.recorder)
  }
  get wordLists() {
    return new WordListsWriter(this.#run, this.recorder)
  }
  get audit() {
    return new AuditWriter(this.#run, this.recorder)
  }
  get expiry() {
    return new ExpiryWriter(this.#run, this.recorder)
  }
  get oldEvents() {
    return new OldEventsWriter(this.#run, this.recorder)
  }
  get identities() {
    return new IdentitiesWriter(this.#run, this.recorder)
  }
  get imports() {
    return new ImportsWriter(this.#run, this.recorder)
  }
  get secondFactors() {
    return new SecondFactorsWriter(this.#run, this.recorder)
  }
  get passkeys() {
    return new PasskeysWriter(this.#run, this.recorder)
  }
  get links() {
    return new LinksWriter(this.#run, this.recorder)
  }
  get statistics() {
    return new StatisticsReader(this.#run)
  }
  get jobs() {
    return new JobsWriter(this.#run, this.recorder)
  }
}
