import type { RoomId } from '../../sdk/typescript/src/index.ts'
import { type Chat, ChatError, createChat } from '../../sdk/typescript/src/index.ts'
import type { Step } from './irc.ts'
import type { Line } from './line.ts'
import { ask, tokenOf } from './server.ts'

type Person = { readonly id: string; readonly chat: Chat; name: string; isIn: boolean }

/**
 * Everyone of one day: a user and a socket for each nick. Who speaks without having been seen to
 * join was there before the day began. Answers, for each step, what everybody must hear of it.
 */
export class Cast {
  readonly #people = new Map<string, Person>()
  readonly #urls: readonly string[]
  readonly #day: string
  readonly #room: RoomId

  constructor(urls: readonly string[], day: string, room: RoomId) {
    this.#urls = urls
    this.#day = day
    this.#room = room
  }

  get size(): number {
    return this.#people.size
  }

  async play(step: Step): Promise<Line[]> {
    const { person, lines } = await this.#person(step.nick)
    switch (step.type) {
      case 'said':
        return [...lines, ...(await this.#enter(person)), await this.#say(person, step.text)]
      case 'joined':
        return [...lines, ...(await this.#leave(person)), ...(await this.#enter(person))]
      case 'left':
        return [...lines, ...(await this.#enter(person)), ...(await this.#leave(person))]
      case 'renamed':
        return [
          ...lines,
          ...(await this.#enter(person)),
          ...(await this.#rename(person, step.name)),
        ]
    }
  }

  /** Who bears which name at the end of the day, of those who are in. */
  names(): Map<string, string> {
    return new Map([...this.#people.values()].filter((p) => p.isIn).map((p) => [p.id, p.name]))
  }

  close(): void {
    for (const { chat } of this.#people.values()) chat.close()
  }

  async #person(nick: string): Promise<{ person: Person; lines: Line[] }> {
    const known = this.#people.get(nick)
    if (known !== undefined) return { person: known, lines: [] }
    const id = `${this.#day}/${nick}/${this.#people.size}`
    const url = this.#urls[this.#people.size % this.#urls.length] ?? ''
    const chat = createChat({ url, token: () => tokenOf(id, person.name) })
    const person: Person = { id, chat, name: nick, isIn: false }
    this.#people.set(nick, person)
    return { person, lines: [] }
  }

  async #enter(person: Person): Promise<Line[]> {
    if (person.isIn) return []
    await person.chat.call('members.join', { room: this.#room })
    person.isIn = true
    return [{ type: 'joined', user: person.id }]
  }

  async #leave(person: Person): Promise<Line[]> {
    if (!person.isIn) return []
    try {
      await person.chat.call('members.leave', { room: this.#room })
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      // Nobody knows whether it happened before the connection ended. `forbidden`: it had.
      if (error.code === 'disconnected') return this.#leave(person)
      if (error.code !== 'forbidden') throw error
    }
    person.isIn = false
    return [{ type: 'left', user: person.id }]
  }

  async #say(person: Person, text: string): Promise<Line> {
    const { seq } = await person.chat.call('messages.send', { room: this.#room, text })
    return { type: 'said', user: person.id, text, seq }
  }

  /** The app gives a new token with the new name. A ghost that still bears it has to go first. */
  async #rename(person: Person, name: string): Promise<Line[]> {
    const ghost = this.#people.get(name)
    const gone = ghost === undefined || ghost === person ? [] : await this.#leave(ghost)
    this.#people.delete(person.name)
    if (ghost !== undefined && ghost !== person) this.#people.set(`${name} (${ghost.id})`, ghost)
    const isNew = person.name !== name
    person.name = name
    this.#people.set(name, person)
    await ask(this.#urls, await tokenOf(person.id, name), 'GET', '/me')
    return isNew ? [...gone, { type: 'renamed', user: person.id }] : gone
  }
}
