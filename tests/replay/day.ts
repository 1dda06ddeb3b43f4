import { basename } from 'node:path'
import type { Message } from '../../protocol/entities.ts'
import type { RoomId } from '../../sdk/typescript/src/index.ts'
import { waitFor } from '../support/wait.ts'
import { Cast } from './cast.ts'
import { parse } from './irc.ts'
import { compare, type Heard, type Line } from './line.ts'
import { observe } from './observers.ts'
import { ask, tokenOf } from './server.ts'

export type Options = {
  /** The nodes. */
  readonly urls: readonly string[]
  /** Lines a second; 0 is as fast as they are acknowledged. */
  readonly speed: number
  /** Observers on sockets, and as many on streams. */
  readonly observers: number
  /** Called before each line is played. */
  readonly onLine: (done: number, of: number) => Promise<void>
}

export type Verdict = {
  readonly file: string
  readonly lines: number
  readonly people: number
  readonly events: number
  readonly observers: number
  readonly drops: number
  readonly seconds: number
  readonly wrong: readonly string[]
}

/** Plays one day's log into a room of its own, and compares what everyone received with the file. */
export async function playDay(path: string, options: Options): Promise<Verdict> {
  const begun = performance.now()
  const { urls } = options
  const steps = parse(await Bun.file(path).text())
  const day = basename(path).split('.')[0] ?? path
  const host = await tokenOf(`${day}/host`, 'Host')
  const { id: room } = await ask(urls, host, 'POST', '/rooms', {
    type: 'public',
    name: `#ubuntu ${day}`,
  })
  const audience = await observe(urls, day, room, options.observers)
  const { seq: from } = await ask(urls, host, 'GET', `/rooms/${room}`)

  const cast = new Cast(urls, day, room)
  const expected: Line[] = []
  for (const [i, step] of steps.entries()) {
    await options.onLine(i, steps.length)
    const due = options.speed > 0 ? (i / options.speed) * 1000 - (performance.now() - begun) : 0
    if (due > 0) await Bun.sleep(due)
    expected.push(...(await cast.play(step)))
  }
  audience.settle()

  const end = from + expected.length
  const all = audience.observers
  await waitFor(() => all.every((o) => (o.received.at(-1)?.seq ?? 0) >= end), 30).catch(
    () => undefined,
  )
  const wrong = all.flatMap(({ name, received }) =>
    compare(
      received.filter((l) => l.seq > from),
      expected,
      from + 1,
    ).map((w) => `${name}: ${w}`),
  )
  wrong.push(...(await compareHistory(urls, host, room, from, expected)))
  wrong.push(...(await compareNames(urls, host, room, cast)))
  cast.close()
  audience.close()
  return {
    file: basename(path),
    lines: steps.length,
    people: cast.size,
    events: expected.length,
    observers: all.length,
    drops: all.reduce((sum, o) => sum + o.drops, 0),
    seconds: (performance.now() - begun) / 1000,
    wrong,
  }
}

async function compareHistory(
  urls: readonly string[],
  token: string,
  room: RoomId,
  from: number,
  expected: readonly Line[],
): Promise<string[]> {
  const history: Heard[] = []
  for (let after = from; ; after = history.at(-1)?.seq ?? after) {
    const page = await ask(urls, token, 'GET', `/rooms/${room}/messages?after=${after}&limit=200`)
    if (page.messages.length === 0) break
    for (const { sender, text, seq } of page.messages as Message[])
      history.push({ type: 'said', user: sender.id, text, seq })
  }
  const said = expected.filter((line) => line.type === 'said')
  // Between messages others' comings and goings take seqs: each is compared at its own.
  return history.length === said.length
    ? said.flatMap((line, i) => compare(history.slice(i, i + 1), [line], line.seq ?? 0))
    : [`history: ${history.length} messages instead of ${said.length}`]
}

async function compareNames(
  urls: readonly string[],
  token: string,
  room: RoomId,
  cast: Cast,
): Promise<string[]> {
  const found = new Map<string, string>()
  for (let after = ''; ; ) {
    const query = after === '' ? '' : `?after=${encodeURIComponent(after)}`
    const { members } = await ask(urls, token, 'GET', `/rooms/${room}/members${query}`)
    if (members.length === 0) break
    for (const { user } of members) found.set(user.id, user.name)
    after = members.at(-1).user.id
  }
  return [...cast.names()]
    .filter(([id, name]) => found.get(id) !== name)
    .map(([id, name]) => `members: ${id} is ${found.get(id)} instead of ${name}`)
}
