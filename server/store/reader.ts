import type { Cursor } from '../../protocol/ids.ts'
import type { Reader } from '../domain/ports.ts'
import { InvitationsReader } from './nouns/invitations.ts'
import { KeysReader } from './nouns/keys.ts'
import { MembersReader } from './nouns/members.ts'
import { MentionsReader } from './nouns/mentions.ts'
import { MessagesReader } from './nouns/messages.ts'
import { PinsReader } from './nouns/pins.ts'
import { PresenceReader } from './nouns/presence.ts'
import { ReactionsReader } from './nouns/reactions.ts'
import { ReceiptsReader } from './nouns/receipts.ts'
import { RoomsReader } from './nouns/rooms.ts'
import { SearchReader } from './nouns/search.ts'
import { StatisticsReader } from './nouns/statistics.ts'
import { ThreadsReader } from './nouns/threads.ts'
import { UsersReader } from './nouns/users.ts'
import type { Run } from './statement.ts'

/** The same for every database: each answer is a query and the shape of its rows, noun by noun. */
export class SqlReader implements Reader {
  readonly now: number
  readonly settledAt: number
  readonly #run: Run
  readonly #cursor: () => Cursor

  constructor(run: Run, now: number, settleMs: number, cursor: () => Cursor) {
    this.now = now
    // A write of the same ms may come yet.
    this.settledAt = now - settleMs - 1
    this.#run = run
    this.#cursor = cursor
  }

  async cursor(): Promise<Cursor> {
    return this.#cursor()
  }

  // Made when they are asked for: most work asks for one or two.
  get users() {
    return new UsersReader(this.#run)
  }
  get rooms() {
    return new RoomsReader(this.#run)
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
  get search() {
    return new SearchReader(this.#run)
  }
  get presence() {
    return new PresenceReader(this.#run)
  }
  get keys() {
    return new KeysReader(this.#run)
  }
  get statistics() {
    return new StatisticsReader(this.#run)
  }
}
