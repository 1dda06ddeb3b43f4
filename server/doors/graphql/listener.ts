import type { Log, UserId } from '../../../protocol/ids.ts'
import { logOf } from '../../../protocol/ids.ts'
import type { RefusalCode } from '../../../protocol/refusals.ts'
import type { Caller } from '../../domain/ports.ts'
import type { Encoded } from '../../hub/encoded.ts'
import type { Since } from '../../hub/moment.ts'
import type { Wire } from '../../hub/wire.ts'
import { refusalOf } from '../answer.ts'
import { fallBehind } from '../fall-behind.ts'
import { openWire } from '../open-wire.ts'
import { Progress, sinceOf } from '../progress.ts'
import type { Audience } from './audience.ts'
import type { Target } from './context.ts'
import type { Shape, Told } from './shape.ts'

/** Where the events of a subscription go. */
export interface Sink {
  readonly closed: boolean
  /** More waits than a replay should add to. */
  readonly full: boolean
  drained(): Promise<void>
  /** An execution result, as JSON, and the word to come back with, where that moved. */
  next(payload: string, word: string | undefined): void
  end(code: RefusalCode): void
  /** No more will come: the membership has ended, or the room. */
  complete(): void
}

/** One subscription. */
export class Listener implements Wire {
  readonly user: UserId
  readonly #audience: Audience
  readonly #caller: Caller
  readonly #target: Target
  /** The one log that it listens to; undefined for all. */
  readonly #only: Log | undefined
  readonly #shape: Shape
  readonly #sink: Sink
  readonly #progress: Progress
  readonly #since: Since
  readonly #joined = new Set<Log>()
  #word = ''
  #began: (() => void) | undefined
  #state: 'opening' | 'live' | 'ended' = 'opening'

  /** Refuses `invalid_cursor`. */
  constructor(audience: Audience, caller: Caller, target: Target, shape: Shape, sink: Sink) {
    this.#audience = audience
    this.#caller = caller
    this.user = caller.user.id
    this.#target = target
    this.#only = target.own ? logOf(caller.user.id) : target.room
    this.#since = sinceOf(target.after ?? '')
    const { cursor, heard } = this.#since
    // What is said of one log goes to all who listen to it alike: nothing else that this one claims.
    const meant = new Map([...heard].filter(([log]) => this.#isMeant(log)))
    this.#progress = new Progress(audience.house.past.settleMs, { cursor, heard: meant })
    this.#shape = shape
    this.#sink = sink
  }

  get closed(): boolean {
    return this.#state === 'ended' || this.#sink.closed
  }

  get full(): boolean {
    return this.#sink.full
  }

  /** Resolves when it is live, or when it goes on only as it is read. */
  begin(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#began = resolve
    this.#catchUp(this.#since).then(resolve, (error) => {
      // Once it has begun nobody waits for this: it ends, and whoever listens comes back.
      reject(refusalOf(error, this.#audience.house))
      this.detach()
    })
    return promise
  }

  send(event: Encoded): void {
    if (this.closed || !this.#isMeant(event.log)) return
    this.#progress.hear(event)
    const told = this.#shape.told(event)
    // Of one log the word is the same for all who listen to it, and so is the whole of what is said.
    if (this.#only !== undefined) told.whole ??= this.#whole(told, this.#progress.word())
    const { payload, word } = told.whole ?? this.#whole(told, this.#progress.word())
    this.#word = word
    this.#sink.next(payload, word)
    if (told.type === 'room.deleted' && this.#only !== undefined) this.#complete()
  }

  /** What passes is in no log: the place to come back to stays where it was. */
  pass(signal: string): void {
    if (this.#target.signals && !this.full) this.#say(this.#shape.told(signal))
  }

  drained(): Promise<void> {
    this.#began?.()
    return this.#sink.drained()
  }

  join(log: Log): void {
    this.#joined.add(log)
    if (this.#isMeant(log)) this.#audience.join(log, this)
  }

  leave(log: Log): void {
    this.#joined.delete(log)
    this.#audience.leave(log, this)
    if (log === this.#only) this.#complete()
  }

  stepAside(): readonly Log[] {
    const logs = [...this.#joined]
    this.#joined.clear()
    for (const log of logs) this.#audience.leave(log, this)
    return logs
  }

  /** It is given too much: the log tells it the rest. */
  async fallBehind(): Promise<void> {
    const { house } = this.#audience
    if (this.#state !== 'live' || house.hub.isBehind(this)) return
    await fallBehind(house, this)
    this.#completeIfRemoved()
  }

  hears(log: Log): boolean {
    return this.#joined.has(log)
  }

  /** The whole connection: whoever it belongs to is gone. */
  end(code: RefusalCode): void {
    this.#sink.end(code)
  }

  /** `isExpected`: whoever listens is about to come back. */
  detach({ isExpected } = { isExpected: false }): void {
    if (this.#state === 'ended') return
    const wasLive = this.#state === 'live'
    this.#state = 'ended'
    this.#audience.gone(this.#shape)
    if (!wasLive) return
    for (const log of this.#joined) this.#audience.leave(log, this)
    const { hub } = this.#audience.house
    if (isExpected) hub.expectBack(this)
    else hub.detach(this)
  }

  async #catchUp(since: Since): Promise<void> {
    const joined = await openWire(this.#audience.house, this, since)
    if ('reset' in joined) {
      this.#word = ''
      this.#say(this.#shape.tell({ type: 'reset', ...{ reason: joined.reset } }))
      return this.#catchUp({ cursor: undefined, heard: new Map() })
    }
    if (this.closed) return
    this.#state = 'live'
    this.#progress.live(joined, this.#only)
    this.#word = this.#progress.word()
    this.#say(this.#shape.tell({ type: 'ready', ...{ user: this.#caller.user } }), this.#word)
    this.#completeIfRemoved()
  }

  /** Who was removed while away has heard so. */
  #completeIfRemoved(): void {
    if (this.closed || this.#only === undefined || this.#joined.has(this.#only)) return
    this.#complete()
  }

  #isMeant(log: string): boolean {
    return this.#only === undefined || log === this.#only
  }

  /** The word is made of letters that JSON leaves as they are. */
  #whole({ pieces }: Told, word: string): { payload: string; word: string } {
    return { payload: pieces.length === 1 ? (pieces[0] ?? '') : pieces.join(word), word }
  }

  /** `moves`: the place to come back to, where this is one. */
  #say(told: Told, moves?: string): void {
    this.#sink.next(this.#whole(told, this.#word).payload, moves)
  }

  #complete(): void {
    if (this.#state === 'ended') return
    this.detach()
    this.#sink.complete()
  }
}
