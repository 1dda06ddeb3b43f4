import type { Cursor } from '../../protocol/ids.ts'
import type { Tx } from '../domain/ports.ts'
import { SETTLE_MS } from './database.ts'
import { InvitationsWriter } from './nouns/invitations.ts'
import { KeysWriter } from './nouns/keys.ts'
import { MembersWriter } from './nouns/members.ts'
import { MentionsWriter } from './nouns/mentions.ts'
import { MessagesWriter } from './nouns/messages.ts'
import { PinsWriter } from './nouns/pins.ts'
import { PresenceWriter } from './nouns/presence.ts'
import { ReactionsWriter } from './nouns/reactions.ts'
import { ReceiptsWriter } from './nouns/receipts.ts'
import { RoomsWriter } from './nouns/rooms.ts'
import { SearchWriter } from './nouns/search.ts'
import { StatisticsReader } from './nouns/statistics.ts'
import { ThreadsWriter } from './nouns/threads.ts'
import { TicketsWriter } from './nouns/tickets.ts'
import { UsersWriter } from './nouns/users.ts'
import type { Run } from './statement.ts'
import { type Moment, Writing } from './writing.ts'

/** The same nouns, to change them: all of one commit, and what is to be told once it is on disk. */
export class SqlTx implements Tx {
  readonly writing: Writing
  readonly #run: Run
  readonly #cursor: Cursor

  constructor(run: Run, moment: Moment) {
    this.#run = run
    this.#cursor = moment.cursor
    this.writing = new Writing(run, moment)
  }

  get now(): number {
    return this.writing.at
  }

  get settledAt(): number {
    return this.writing.at - SETTLE_MS
  }

  get events(): number {
    return this.writing.recorded.length
  }

  async cursor(): Promise<Cursor> {
    return this.#cursor
  }

  get users() {
    return new UsersWriter(this.#run, this.writing)
  }
  get rooms() {
    return new RoomsWriter(this.#run, this.writing)
  }
  get members() {
    return new MembersWriter(this.#run, this.writing)
  }
  get messages() {
    return new MessagesWriter(this.#run, this.writing)
  }
  get threads() {
    return new ThreadsWriter(this.#run, this.writing)
  }
  get reactions() {
    return new ReactionsWriter(this.#run, this.writing)
  }
  get pins() {
    return new PinsWriter(this.#run, this.writing)
  }
  get mentions() {
    return new MentionsWriter(this.#run, this.writing)
  }
  get receipts() {
    return new ReceiptsWriter(this.#run, this.writing)
  }
  get invitations() {
    return new InvitationsWriter(this.#run, this.writing)
  }
  get search() {
    return new SearchWriter(this.#run, this.writing)
  }
  get presence() {
    return new PresenceWriter(this.#run, this.writing)
  }
  get tickets() {
    return new TicketsWriter(this.#run, this.writing)
  }
  get keys() {
    return new KeysWriter(this.#run, this.writing)
  }
  get statistics() {
    return new StatisticsReader(this.#run)
  }
}
