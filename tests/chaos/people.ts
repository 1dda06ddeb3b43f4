import type { Chain } from '../history/chain.ts'
import type { Asking } from '../history/command-of.ts'
import { callByGraphql, isAskedByMutation } from '../history/graphql.ts'
import { GraphqlSocketChain, GraphqlStreamChain } from '../history/graphql-chain.ts'
import type { Call, Mentions, Said, Shown } from '../history/history.ts'
import type { Random } from '../history/random.ts'
import type { Person, Place, Recorder } from '../history/recorder.ts'
import { callByRest } from '../history/rest.ts'
import { SocketChain } from '../history/socket-chain.ts'
import { StreamChain } from '../history/stream-chain.ts'

/** What everybody shares. `isOver`: nothing new is begun any more. */
export type World = {
  readonly recorder: Recorder
  readonly places: readonly Place[]
  readonly rooms: readonly string[]
  /** Rooms that people come to for a moment: hardly anybody is there. */
  readonly corners: readonly string[]
  /** Rooms that most are in, and where little is said: nothing else tells that something was missed. */
  readonly quiet: readonly string[]
  /** Rooms for plain text, which nobody owns; there nothing is changed that was said. */
  readonly quicks: readonly string[]
  readonly people: readonly Person[]
  /** Who make the rooms in turn. */
  readonly makers: readonly Person[]
  /** A shadow-banned user, who only sends, and of whom nothing is taken up. */
  readonly banned: Person
  readonly habits: Habits
  /** What was said lately, by anybody, and what was deleted since. */
  readonly said: Spoken[]
  readonly deleted: Spoken[]
  isOver: boolean
}

/** `paceMs`: between two asks of one of somebody's two lanes; `textLength`: at least, of what they say. */
export type Habits = {
  readonly paceMs: number
  readonly textLength: number
  /** Whether their connections drop, now and then, without anybody's harm. */
  readonly drops: boolean
  /** Whether they listen by GraphQL, too. */
  readonly graphql: boolean
}
export const HABITS: Habits = { paceMs: 90, textLength: 0, drops: true, graphql: true }
/** JSON writes it in six bytes: much to carry, and little to keep. */
const PAD = '\u0001'
type Spoken = {
  readonly room: string
  readonly message: string
  readonly by: string
  readonly isReply: boolean
}
/** Of what was said: enough to act upon, and few enough that people meet. */
const LATELY = 60
/** And of one's own rooms what is pinned and unpinned: the same, again and again. */
const PINNED = 3
const EMOJI = [':a:', ':b:', ':c:']
/** How many of the times somebody is away altogether, and how long: longer than others wait for them. */
const AWAY = 0.15
const AWAY_MS = [1000, 9000] as const
/** How long a send is tried again whose fate is unknown. */
const TRIES = 40

/** Somebody on a socket, a stream and GraphQL, who speaks, reads, comes and goes, on all nodes. */
export class Someone {
  readonly socket: SocketChain
  readonly stream: StreamChain
  readonly chains: readonly Chain[]
  readonly #world: World
  readonly #me: Person
  readonly #random: Random
  #said = 0

  /** `others`: the other devices of somebody with an account, which only listen. */
  constructor(
    world: World,
    me: Person,
    cursor: string,
    random: Random,
    others: readonly Person[] = [],
  ) {
    this.#world = world
    this.#me = me
    this.#random = random
    this.socket = new SocketChain(world.recorder, me, cursor)
    this.stream = new StreamChain(world.recorder, me, cursor)
    const Graphql = world.people.indexOf(me) % 2 === 0 ? GraphqlSocketChain : GraphqlStreamChain
    const graphql = world.habits.graphql ? [new Graphql(world.recorder, me, cursor)] : []
    const more = others.flatMap((other, n) => [
      new SocketChain(world.recorder, other, cursor, {}, `-${n + 2}`),
      new StreamChain(world.recorder, other, cursor, `-${n + 2}`),
    ])
    this.chains = [this.socket, this.stream, ...graphql, ...more]
    for (const chain of this.chains) void chain.run(() => random.pick(world.places))
  }

  get person(): Person {
    return this.#me
  }

  /**
   * Lives until it is over. The connections of most drop now and then; every third one's stay as long as
   * they can, so that what they were not told is not made good by their coming back.
   */
  async live(): Promise<void> {
    const lanes = [this.#act(), this.#act()]
    const { habits, people } = this.#world
    const drops = habits.drops && people.indexOf(this.#me) % 3 > 0
    while (!this.#world.isOver) {
      await Bun.sleep(this.#random.between(200, 3000))
      if (!drops) continue
      if (this.#random.chance(AWAY)) {
        const awayMs = this.#random.between(...AWAY_MS)
        for (const chain of this.chains) chain.drop(awayMs)
      } else this.#random.pick(this.chains).drop()
    }
    await Promise.all(lanes)
  }

  async #act(): Promise<void> {
    while (!this.#world.isOver) {
      const choice = this.#random.next()
      const room = this.#room()
      if (choice < 0.38)
        await this.#send(!this.#isBanned && this.#random.chance(0.06) ? this.#quick(room) : room)
      else if (choice < 0.58 && !this.#isBanned) await this.#change()
      else if (choice < 0.65) await this.#ask({ type: 'rooms' })
      else if (choice < 0.72) await this.#ask(this.#page(room))
      else if (choice < 0.79) await this.#read(room)
      else if (choice < 0.85) await this.#type(this.#random.chance(0.5) ? this.#quiet(room) : room)
      else if (choice < 0.87) await this.#show()
      else await this.#ask(this.#membership(room))
      await Bun.sleep(this.#random.between(0, this.#world.habits.paceMs * 2))
    }
  }

  /** Until it is known to have happened or not; now and then once more, as if the answer was lost. */
  async #send(room: string): Promise<void> {
    const clientId = `${this.#me.id}-${this.#said++}`
    const nonce = this.#random.between(0, 1e9)
    const text = `${clientId} in ${room}: ${nonce}`.padEnd(this.#world.habits.textLength, PAD)
    const ask: Asking = { type: 'send', room, clientId, text, ...this.#manner(room) }
    let place = this.#random.pick(this.#world.places)
    for (let n = 0; n < TRIES; n++) {
      const { outcome, answer } = await this.#ask(ask, place)
      if (answer?.type === 'send') this.#note(answer.message)
      if (outcome === 'fail' || (outcome === 'ok' && !this.#random.chance(0.07))) return
      if (this.#random.chance(0.5)) place = this.#random.pick(this.#world.places)
      if (outcome === 'info') await Bun.sleep(this.#random.between(50, 600))
    }
  }

  /** Some is said below a message, silently, or to somebody. */
  #manner(room: string): { thread?: string; inRoom?: true; silent?: true; mentions?: Mentions } {
    const { said, quicks, people } = this.#world
    const choice = this.#random.next()
    if (choice > 0.3 || quicks.includes(room) || this.#isBanned) return {}
    if (choice < 0.07) return { silent: true }
    if (choice < 0.15) {
      const users = [this.#random.pick(people).id]
      return { mentions: this.#random.chance(0.7) ? { users } : { room: true } }
    }
    const roots = said.filter((one) => one.room === room && !one.isReply)
    if (roots.length === 0) return {}
    const thread = this.#random.pick(roots).message
    return { thread, ...(this.#random.chance(0.3) && { inRoom: true }) }
  }

  #ask(ask: Asking, place = this.#random.pick(this.#world.places)): Promise<Call> {
    const choice = this.#random.next()
    if (this.socket.isLive && choice < 0.35) return this.socket.call(ask)
    const byGraphql = choice > 0.75 && isAskedByMutation(ask)
    return (byGraphql ? callByGraphql : callByRest)(this.#world.recorder, place, this.#me, ask)
  }

  #note({ id, room, sender, thread }: Said): void {
    const { said, quicks } = this.#world
    if (quicks.includes(room) || this.#isBanned) return
    said.push({ room, message: id, by: sender, isReply: thread !== '' })
    if (said.length > LATELY) said.shift()
  }

  /** An edit, a deletion or a restoring of one's own words, or something about anybody's. */
  async #change(): Promise<void> {
    const { said, deleted } = this.#world
    const mine = said.filter(({ by }) => by === this.#me.id)
    const choice = this.#random.next()
    if (said.length === 0 || mine.length === 0) return
    const one = this.#random.pick(choice < 0.45 ? mine : said)
    const { room, message } = one
    const adds = this.#random.chance(0.7)
    if (choice < 0.25) {
      const text = `${this.#me.id} edits ${message}: ${this.#random.between(0, 1e9)}`
      await this.#ask({ type: 'edit', room, message, text })
    } else if (choice < 0.38) {
      await this.#ask({ type: 'delete', room, message })
      deleted.push(one)
      if (deleted.length > LATELY) deleted.shift()
    } else if (choice < 0.45) await this.#restore()
    else if (choice < 0.65) {
      const emoji = this.#random.pick(EMOJI)
      await this.#ask({ type: 'react', room, message, emoji, adds })
    } else if (choice < 0.8) await this.#pin(adds)
    else if (choice < 0.9) await this.#ask({ type: 'follow', room, message, adds })
    else {
      const seq = this.socket.lasts.get(room)
      if (seq !== undefined) await this.#ask({ type: 'markThreadRead', room, message, seq })
    }
  }

  async #restore(): Promise<void> {
    const mine = this.#world.deleted.filter(({ by }) => by === this.#me.id)
    if (mine.length === 0) return
    const { room, message } = this.#random.pick(mine)
    await this.#ask({ type: 'restore', room, message })
  }

  /** Who is of the staff may; others are refused. */
  async #pin(adds: boolean): Promise<void> {
    const { said } = this.#world
    const own = said.filter(({ room }) => this.#isOwner(room))
    const { room, message } = this.#random.pick(own.length > 0 ? own.slice(-PINNED) : said)
    await this.#ask({ type: 'pin', room, message, adds })
  }

  async #type(room: string): Promise<void> {
    await this.#ask({ type: 'typing', room, adds: this.#random.chance(0.8) })
  }

  async #show(): Promise<void> {
    const state = this.#random.pick<Shown>(['online', 'away', 'invisible'])
    await this.show(state, `busy with ${this.#random.between(0, 1e9)}`)
  }

  /** Says how one wants to be seen. */
  show(state: Shown, status = ''): Promise<Call> {
    return this.#ask({ type: 'presence', state, status })
  }

  /** Where nothing that is said ends one's typing. */
  #quiet(otherwise: string): string {
    const { quiet } = this.#world
    return quiet.length > 0 ? this.#random.pick(quiet) : otherwise
  }

  #quick(otherwise: string): string {
    const { quicks } = this.#world
    return quicks.length > 0 ? this.#random.pick(quicks) : otherwise
  }

  #room(): string {
    const { rooms, corners, quiet } = this.#world
    const choice = this.#random.next()
    if (choice < 0.1 && quiet.length > 0) return this.#random.pick(quiet)
    return this.#random.pick(choice < 0.3 && corners.length > 0 ? corners : rooms)
  }

  #page(room: string): Asking {
    const last = this.stream.lasts.get(room) ?? 0
    const after = this.#random.between(0, last)
    return { type: 'history', room, after, limit: this.#random.between(1, 200) }
  }

  async #read(room: string): Promise<void> {
    const last = this.socket.lasts.get(room)
    if (last === undefined) return
    const seq = this.#random.between(Math.max(1, last - 10), last)
    await this.#ask({ type: 'read', room, seq })
  }

  get #isBanned(): boolean {
    return this.#me === this.#world.banned
  }

  #isOwner(room: string): boolean {
    const { rooms, corners, quiet, makers } = this.#world
    const nth = [...rooms, ...corners, ...quiet].indexOf(room)
    return makers[nth % makers.length] === this.#me
  }

  /** Mostly one comes back, so that rooms stay full, but for corners; owners add and remove others. */
  #membership(room: string): Asking {
    const { corners, people } = this.#world
    const other = this.#random.pick(people).id
    const isOwner = this.#isOwner(room)
    const isIn = this.#random.chance(corners.includes(room) ? 0.25 : 0.7)
    if (isOwner && other !== this.#me.id)
      return { type: 'member', verb: isIn ? 'add' : 'remove', room, user: other }
    return { type: 'member', verb: isIn || isOwner ? 'join' : 'leave', room, user: this.#me.id }
  }
}
