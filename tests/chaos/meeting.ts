import type { Chain } from '../history/chain.ts'
import type { Asking } from '../history/command-of.ts'
import { callByGraphql } from '../history/graphql.ts'
import { GraphqlSocketChain } from '../history/graphql-chain.ts'
import type { Answer, Ask, Call, Meeting as Met } from '../history/history.ts'
import type { Random } from '../history/random.ts'
import { type Person, type Place, Recorder } from '../history/recorder.ts'
import { callByRest, request } from '../history/rest.ts'
import { SocketChain } from '../history/socket-chain.ts'
import { StreamChain } from '../history/stream-chain.ts'
import { waitFor } from '../support/wait.ts'
import type { Owned } from './finals.ts'
import type { Node } from './node.ts'

/** Between two deeds of one of them. */
const PACE_MS = [60, 400] as const
/** After a call whose fate is unknown. */
const AGAIN_MS = 200
/** The job of an erasure runs at once, if its node is up. */
const ERASED_S = 60

type Shared = {
  readonly recorder: Recorder
  readonly places: readonly Place[]
  readonly nodes: readonly Node[]
  readonly random: Random
  readonly person: (name: string) => Promise<Person>
}

/**
 * Two people who share no room meet by a request, and one of them blocks the other and leaves, again and again. A host
 * bans and mutes in a room. One more is banned from the server, comes back, and is erased.
 */
export class Meeting {
  readonly chains: readonly Chain[]
  /** Whose logs are read in the end. */
  readonly people: readonly Person[]
  readonly room: { readonly id: string; readonly name: string; readonly staff: readonly string[] }
  readonly cursors: readonly string[]
  readonly #shared: Shared
  readonly #asker: Person
  readonly #asked: Person
  readonly #host: Person
  readonly #erased: Person
  readonly #dms: Set<string>
  readonly #ofErased = new Recorder()
  readonly #erasedChain: Chain
  /** The dm of the two, once it is known. */
  #dm: string | undefined
  #said = 0
  #isOver = false

  private constructor(
    shared: Shared,
    people: readonly [Person, Person, Person, Person],
    cursors: readonly string[],
    room: Meeting['room'],
    dm: string,
  ) {
    const [asker, asked, host, erased] = people
    const { recorder, random, places } = shared
    this.#shared = shared
    ;[this.#asker, this.#asked, this.#host, this.#erased] = people
    this.people = [asker, asked, host]
    this.cursors = cursors
    this.room = room
    this.#dms = new Set([dm])
    const [ofAsker = '', ofAsked = ''] = cursors
    this.chains = [
      new SocketChain(recorder, asker, ofAsker),
      new StreamChain(recorder, asker, ofAsker),
      new SocketChain(recorder, asked, ofAsked),
      new GraphqlSocketChain(recorder, asked, ofAsked),
    ]
    this.#erasedChain = new SocketChain(this.#ofErased, erased, '')
    for (const chain of this.chains) void chain.run(() => random.pick(places))
  }

  static async open(shared: Shared): Promise<Meeting> {
    const { places, nodes, person } = shared
    const names = ['asker', 'asked', 'host', 'erased'] as const
    const people = await Promise.all(names.map(person))
    const [asker, asked, host, erased] = people as [Person, Person, Person, Person]
    const { url } = places[0] as Place
    const cursors = await Promise.all(
      people.map(async ({ token }) => (await request(url, token, 'GET', '/rooms')).body.cursor),
    )
    const name = `Meeting of ${crypto.randomUUID()}`
    const made = await request(url, host.token, 'POST', '/rooms', { type: 'public', name })
    const room = { id: made.body.id, name, staff: [host.id] }
    await request(url, asker.token, 'PUT', `/rooms/${room.id}/members/me`)
    const members = [asked, erased].map(({ id }) => ({ user: id }))
    const dm = await nodes[0]?.app('POST', '/rooms', { type: 'dm', members })
    if (dm?.status !== 201) throw new Error(`no dm: ${JSON.stringify(dm?.body)}`)
    return new Meeting(shared, [asker, asked, host, erased], cursors, room, dm.body.id)
  }

  /** Whose logs, and that of the room, are read whole in the end. */
  get owned(): readonly Owned[] {
    const [cursor = ''] = this.cursors.slice(2)
    return [{ room: this.room.id, owner: this.#host, cursor }]
  }

  get met(): Met {
    const [asker, asked, host] = [this.#asker.id, this.#asked.id, this.#host.id]
    const { received } = this.#ofErased
    const dms = [...this.#dms]
    const erased = this.#erased.id
    return { asker, asked, host, room: this.room.id, erased, dms, receivedByErased: received }
  }

  async live(): Promise<void> {
    await Promise.all([this.#talk(), this.#meet(), this.#moderate(), this.#erase()])
  }

  /** Nothing new is begun any more. */
  end(): void {
    this.#isOver = true
  }

  /** The one who asks tries all that is not permitted now, as well. */
  async #talk(): Promise<void> {
    const { random } = this.#shared
    const [user, room] = [this.#asked.id, this.room.id]
    while (!this.#isOver) {
      await this.#pause()
      const choice = random.next()
      if (choice < 0.5 && this.#dm !== undefined) await this.#send(this.#asker, this.#dm)
      else if (choice < 0.7) await this.#send(this.#asker, room)
      else if (choice < 0.85) {
        const member = { type: 'member', verb: 'join', room, user: this.#asker.id } as const
        await this.#call(this.#asker, member)
      } else this.#know((await this.#call(this.#asker, { type: 'dm', user })).answer)
    }
  }

  async #meet(): Promise<void> {
    const asked = this.#asked
    const user = this.#asker.id
    while (!this.#isOver) {
      // Whatever the seed: it is tried before it is permitted.
      await this.#call(this.#asker, { type: 'dm', user: asked.id })
      const { answer } = await this.#done(this.#asker, { type: 'request', user: asked.id })
      await this.#pause()
      if (answer?.type !== 'request') continue
      const accepted = await this.#done(asked, { type: 'accept', request: answer.id })
      this.#know(accepted.answer)
      if (this.#dm === undefined) continue
      const room = this.#dm
      for (const adds of [true, false]) {
        await this.#pause(2)
        await this.#done(asked, { type: 'block', user, adds })
      }
      await this.#pause(2)
      await this.#done(asked, { type: 'member', verb: 'leave', room, user: asked.id })
      await this.#pause()
    }
  }

  async #moderate(): Promise<void> {
    const [user, room] = [this.#asker.id, this.room.id]
    while (!this.#isOver) {
      for (const kind of ['ban', 'mute'] as const) {
        await this.#pause()
        const { answer } = await this.#done(this.#host, { type: 'sanction', kind, room, user })
        await this.#pause()
        await this.#send(this.#host, room)
        await this.#pause()
        if (answer?.type !== 'sanction') continue
        const sanction = answer.id
        await this.#done(this.#host, { type: 'lift', kind, room, user, sanction })
        if (kind === 'ban')
          await this.#done(this.#asker, { type: 'member', verb: 'join', room, user })
      }
    }
  }

  async #erase(): Promise<void> {
    const { random, places } = this.#shared
    const user = this.#erased.id
    const [dm = ''] = this.#dms
    const say = async (by: Person) => {
      for (let n = 0; n < 3; n++) {
        await this.#send(by, dm)
        await this.#pause()
      }
    }
    void this.#erasedChain.run(() => random.pick(places))
    await say(this.#erased)
    const ban = { type: 'sanction', kind: 'ban', user } as const
    const body = { kind: 'ban', user }
    const { answer } = await this.#byApp(ban, 'POST', '/sanctions', body)
    await say(this.#asked)
    await this.#send(this.#erased, dm)
    if (answer?.type === 'sanction') {
      const lift = { type: 'lift', kind: 'ban', user, sanction: answer.id } as const
      await this.#byApp(lift, 'DELETE', `/sanctions/${answer.id}`)
    }
    await say(this.#erased)
    const erasure = { user, messages: 'delete' }
    await this.#byApp({ type: 'erase', user }, 'POST', '/erasures', erasure)
    while (!this.#isOver) {
      await this.#call(this.#erased, { type: 'rooms' })
      await this.#pause()
    }
    this.#erasedChain.close()
  }

  /** Waits until the erasure is done, which is written down. */
  async erased(): Promise<void> {
    const [node] = this.#shared.nodes
    const user = this.#erased.id
    const isDone = async () => {
      const call = this.#shared.recorder.begin('app', 0, 'rest', { type: 'erased', user })
      const answer = await node?.app('GET', `/erasures?user=${user}`).catch(() => undefined)
      const state = answer?.body.erasures?.[0]?.state
      this.#shared.recorder.end(call, state === 'done' ? 200 : 599, undefined)
      return state === 'done'
    }
    await waitFor(isDone, ERASED_S, AGAIN_MS)
  }

  close(): void {
    for (const chain of this.chains) chain.close()
  }

  #know(answer: Answer | undefined): void {
    if (answer?.type !== 'accept' && answer?.type !== 'dm') return
    this.#dm = answer.id
    this.#dms.add(answer.id)
  }

  async #send(by: Person, room: string): Promise<void> {
    const clientId = `${by.id}-${this.#said++}`
    const text = `${clientId} in ${room}: ${this.#shared.random.between(0, 1e9)}`
    await this.#done(by, { type: 'send', room, clientId, text })
  }

  /** Until it is known whether it has happened. */
  async #done(by: Person, ask: Asking): Promise<Call> {
    for (;;) {
      const call = await this.#call(by, ask)
      if (call.outcome !== 'info' || this.#isOver) return call
      await Bun.sleep(AGAIN_MS)
    }
  }

  #call(by: Person, ask: Asking): Promise<Call> {
    const { random, recorder, places } = this.#shared
    const socket = this.chains.find(
      (chain): chain is SocketChain => chain instanceof SocketChain && chain.person === by,
    )
    const choice = random.next()
    if (socket?.isLive && choice < 0.35) return socket.call(ask)
    const isRead = ask.type === 'rooms'
    const call = choice > 0.75 && !isRead ? callByGraphql : callByRest
    return call(recorder, random.pick(places), by, ask)
  }

  async #byApp(ask: Ask, method: string, path: string, body?: object): Promise<Call> {
    const { random, recorder, nodes } = this.#shared
    for (;;) {
      const node = random.pick(nodes)
      const call = recorder.begin('app', nodes.indexOf(node), 'rest', ask)
      const answer = await node.app(method, path, body).catch(() => undefined)
      recorder.end(call, answer?.status ?? 599, answer?.body)
      // Repeated, a lifting may find what it has lifted before.
      if (call.outcome !== 'info' || this.#isOver) return call
      await Bun.sleep(AGAIN_MS)
    }
  }

  #pause(times = 1): Promise<void> {
    const [least, most] = PACE_MS
    return Bun.sleep(this.#isOver ? 0 : times * this.#shared.random.between(least, most))
  }
}
