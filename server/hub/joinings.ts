import type { Log, UserId } from '../../protocol/ids.ts'
import type { Beginning } from '../../protocol/memberships.ts'
import { audible, type Encoded, encode } from './encoded.ts'
import { type Order, RETRY_MS, type Truth } from './order.ts'
import type { Recent } from './recent.ts'
import { hand, type Wire } from './wire.ts'

/** A membership that begins, and the connections that are to hear of it. */
type Joining = { readonly begins: Beginning; readonly wires: readonly Wire[] }

/**
 * How connections that are live come to hear one more room: from the joining on, whether the room's log
 * is behind that here, at hand, past it, or not followed yet.
 */
export class Joinings {
  readonly #order: Order
  readonly #recent: Recent
  readonly #truth: Truth
  /** Not one that is closed, nor one that is behind: the log tells that one of its rooms. */
  readonly #canJoin: (wire: Wire) => boolean
  readonly #onError: (error: unknown) => void
  /** Those whose room's log has not come to their beginning yet, here. */
  readonly #awaited = new Map<Log, Joining[]>()
  /** Those that are being read from the room's log. */
  readonly #reading = new Set<Joining>()
  /** Each user's are dealt with in their order: the last one that is not over yet. */
  readonly #lasts = new Map<UserId, Promise<void>>()

  constructor(
    order: Order,
    recent: Recent,
    truth: Truth,
    canJoin: (wire: Wire) => boolean,
    onError: (error: unknown) => void,
  ) {
    this.#order = order
    this.#recent = recent
    this.#truth = truth
    this.#canJoin = canJoin
    this.#onError = onError
  }

  /** `wires`: all of this user's that are live. */
  begin(begins: Beginning, wires: readonly Wire[]): void {
    if (wires.length === 0) return
    const { user } = begins
    const joining = { begins, wires }
    const before = this.#lasts.get(user)
    if (before === undefined && this.#join(joining)) return
    this.#reading.add(joining)
    const over = (before ?? Promise.resolve())
      .then(() => this.#joinByReading(joining))
      .catch(this.#onError)
      .finally(() => {
        this.#reading.delete(joining)
        if (this.#lasts.get(user) === over) this.#lasts.delete(user)
      })
    this.#lasts.set(user, over)
  }

  await(joining: Joining): void {
    const { room } = joining.begins
    const awaited = this.#awaited.get(room)
    if (awaited === undefined) this.#awaited.set(room, [joining])
    else awaited.push(joining)
  }

  /** A room's log has come to this event, and it is about to go out: who awaited it hears it as the first. */
  reach({ log, seq }: Encoded): void {
    const awaited = this.#awaited.get(log)
    if (awaited === undefined) return
    const left = awaited.filter(({ begins }) => begins.from > seq)
    if (left.length > 0) this.#awaited.set(log, left)
    else this.#awaited.delete(log)
    for (const { begins, wires } of awaited)
      if (begins.from === seq) for (const wire of wires) if (this.#canJoin(wire)) wire.join(log)
  }

  /** Whether somebody is about to hear this log. */
  need(log: Log): boolean {
    if (this.#awaited.has(log)) return true
    for (const { begins } of this.#reading) if (begins.room === log) return true
    return false
  }

  /** Resolves when nothing is being read any more of what is now. */
  async told(): Promise<void> {
    await Promise.all(this.#lasts.values())
  }

  /** Answers whether it could be done with what is at hand. */
  #join(joining: Joining): boolean {
    const { room, from } = joining.begins
    const head = this.#order.isFollowed(room) ? this.#order.head(room) : undefined
    if (head === undefined) return false
    if (head < from) {
      this.await(joining)
      return true
    }
    const told = this.#recent.after(room, from - 1)
    if (told === undefined) return false
    this.#tell(joining, told)
    return true
  }

  async #joinByReading(joining: Joining): Promise<void> {
    const { room, from } = joining.begins
    while (joining.wires.some(this.#canJoin))
      try {
        if (this.#join(joining)) return
        if (this.#order.head(room) === undefined) await this.#order.follow([room])
        const head = this.#order.head(room) ?? 0
        const told = (await this.#truth.between(room, from, head)).map(encode)
        // What went out while it was read.
        const rest = this.#order.head(room) === head ? [] : this.#recent.after(room, head)
        if (rest !== undefined && head >= from) return this.#tell(joining, [...told, ...rest])
      } catch (error) {
        this.#onError(error)
        await Bun.sleep(RETRY_MS)
      }
  }

  /** A room's log from the beginning of a membership up to what went out last. */
  #tell({ begins: { user, room }, wires }: Joining, told: readonly Encoded[]): void {
    const { heard, hearing } = audible(told, user, false)
    for (const wire of wires) {
      // One that came meanwhile had all of this replayed.
      if (!this.#canJoin(wire) || wire.hears(room)) continue
      for (const event of heard) hand(wire, event)
      if (hearing) wire.join(room)
    }
  }
}
