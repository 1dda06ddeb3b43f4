import { callByGraphql } from '../history/graphql.ts'
import type { Ask, Call } from '../history/history.ts'
import type { Random } from '../history/random.ts'
import type { Person, Place, Recorder } from '../history/recorder.ts'
import { callByRest, request } from '../history/rest.ts'
import type { SocketChain } from '../history/socket-chain.ts'
import { token } from '../support/parlance.ts'

const PASSWORD = 'correct horse battery'
/** Between two deeds of a device. */
const PACE_MS = [100, 1200] as const
/** After a sign-in that was refused or got no answer. */
const AGAIN_MS = 300
/** How long somebody who has signed out goes on with the old tokens. */
const OLD_MS = 400
const TOKEN_S = 12 * 3600

/** What the devices of everybody share. `isCalm`: no session is ended any more. */
export type Signing = {
  readonly recorder: Recorder
  readonly places: readonly Place[]
  readonly isCalm: () => boolean
}

/** One device of somebody with an account: it has the tokens of one session at a time, and signs in again when that is over. */
export class Device implements Person {
  readonly id: string
  token = ''
  session: string | undefined
  /** By which it asks, too. */
  socket: SocketChain | undefined
  readonly #signing: Signing
  readonly #login: string
  readonly #random: Random
  #refreshToken = ''
  /** A refresh token of this session that was used. */
  #used: string | undefined
  #isOver = true
  #isClosed = false

  constructor(signing: Signing, id: string, login: string, random: Random) {
    this.#signing = signing
    this.id = id
    this.#login = login
    this.#random = random
  }

  /** Somebody new, with so many devices that are signed in. */
  static async people(signing: Signing, login: string, randoms: readonly Random[]) {
    const { url } = signing.places[0] as Place
    const made = await request(url, '', 'POST', '/accounts', { handle: login, password: PASSWORD })
    if (made.status !== 201) throw new Error(JSON.stringify(made.body))
    const devices = randoms.map((random) => new Device(signing, made.body.user.id, login, random))
    for (const device of devices) await device.#signIn()
    return devices
  }

  refused(session: string): void {
    if (session === this.session) this.#isOver = true
  }

  /** Until nothing is ended any more, and it is signed in. */
  async live(others: readonly Device[]): Promise<void> {
    // Whatever the seed: both ways of signing out are tried.
    const [first] = others
    if (first !== undefined) await this.#signOut(first)
    await this.#signInAgain()
    await this.#signOutAll()
    while (!this.#signing.isCalm()) {
      await Bun.sleep(this.#random.between(...PACE_MS))
      const choice = this.#random.next()
      if (this.#isOver) await this.#signInAgain()
      else if (choice < 0.5) await this.#refresh()
      else if (choice < 0.6) await this.#reuse()
      else if (choice < 0.8) await this.#signOut(this.#random.pick([this, ...others]))
      else if (choice < 0.9) await this.#signOutAll()
    }
    // What was asked last may take effect late.
    do {
      await this.#signInAgain()
      await Bun.sleep(AGAIN_MS)
      await this.#refresh()
    } while (this.#isOver)
    void this.#keep()
  }

  close(): void {
    this.#isClosed = true
  }

  /** A sign-out that got no answer may end the session even later. */
  async #keep(): Promise<void> {
    while (!this.#isClosed) {
      await Bun.sleep(AGAIN_MS)
      if (this.#isOver && !this.#isClosed) await this.#signIn()
    }
  }

  async #signInAgain(): Promise<void> {
    while (this.#isOver) {
      await Bun.sleep(this.#random.between(0, OLD_MS))
      await this.#signIn()
      if (this.#isOver) await Bun.sleep(AGAIN_MS)
    }
  }

  async #signIn(): Promise<void> {
    const ask = { type: 'signIn', login: this.#login, password: PASSWORD } as const
    this.#take(await this.#byRest(ask))
  }

  /** Now and then twice at once, on any two nodes: both get the same. */
  async #refresh(): Promise<void> {
    const { session, id, token } = this
    if (session === undefined) return
    const ask = { type: 'refresh', session, refreshToken: this.#refreshToken } as const
    const times = this.#random.chance(0.3) ? 2 : 1
    const calls = await Promise.all(
      Array.from({ length: times }, () => this.#byRest(ask, { id, token })),
    )
    for (const call of calls) if (call.outcome === 'fail') this.refused(session)
    const done = calls.find(({ outcome }) => outcome === 'ok')
    if (done === undefined || session !== this.session) return
    this.#used = ask.refreshToken
    this.#take(done)
  }

  /** As somebody would who has copied it. */
  async #reuse(): Promise<void> {
    const { session, id, token } = this
    if (session === undefined || this.#used === undefined) return
    const ask = { type: 'refresh', session, refreshToken: this.#used } as const
    const { answer } = await this.#byRest(ask, { id, token })
    if (answer?.type === 'reuse') this.refused(session)
  }

  async #signOut({ session }: Device): Promise<void> {
    if (session === undefined) return
    const { outcome } = await this.#by({ type: 'signOut', session })
    if (outcome === 'ok') this.refused(session)
  }

  async #signOutAll(): Promise<void> {
    const { session } = this
    const others = this.#random.chance(0.4)
    const { outcome } = await this.#by({ type: 'signOutAll', others })
    if (outcome === 'ok' && !others && session !== undefined) this.refused(session)
  }

  #take({ answer }: Call): void {
    if (answer?.type !== 'signIn' && answer?.type !== 'refresh') return
    if (answer.type === 'signIn') this.#used = undefined
    this.session = answer.session
    this.token = answer.accessToken
    this.#refreshToken = answer.refreshToken
    this.#isOver = false
  }

  #byRest(
    ask: Extract<Ask, { type: 'signIn' | 'refresh' }>,
    by: Person = { id: this.id, token: '' },
  ) {
    return callByRest(this.#signing.recorder, this.#place(), by, ask)
  }

  #by(ask: Extract<Ask, { type: 'signOut' | 'signOutAll' }>): Promise<Call> {
    const choice = this.#random.next()
    if (this.socket?.isLive && choice < 0.3) return this.socket.call(ask)
    const call = choice < 0.65 ? callByRest : callByGraphql
    return call(this.#signing.recorder, this.#place(), this, ask)
  }

  #place(): Place {
    return this.#random.pick(this.#signing.places)
  }
}

/** Somebody with a token of the app, good for longer than any clock here is wrong, and any run lasts. */
export async function personOf(id: string, name: string): Promise<Person> {
  const exp = Math.floor(Date.now() / 1000) + TOKEN_S
  return { id, token: await token({ sub: id, name, exp }) }
}
