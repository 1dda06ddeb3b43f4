import type { Chain } from '../history/chain.ts'
import { Facts } from '../history/facts.ts'
import type { Entry, Final, History } from '../history/history.ts'
import { type Person, type Place, Recorder, saidOf } from '../history/recorder.ts'
import { request } from '../history/rest.ts'
import { SocketChain } from '../history/socket-chain.ts'
import { StreamChain } from '../history/stream-chain.ts'
import { waitFor } from '../support/wait.ts'

type Owned = { readonly room: string; readonly owner: Person; readonly cursor: string }

/** Higher than any seq: so said, a log is not replayed. */
const ALL_HEARD = 2 ** 31

/** Every room's whole log, as its owner reads it: on every node, through every door. */
export async function readFinals(
  recorder: Recorder,
  places: readonly Place[],
  owned: readonly Owned[],
): Promise<void> {
  for (const place of places)
    for (const one of owned) {
      const others = owned.filter(({ room }) => room !== one.room).map(({ room }) => room)
      const said = Object.fromEntries(others.map((room) => [room, ALL_HEARD]))
      const id = [one.cursor, ...others.map((room) => `${room}=${ALL_HEARD}`)].join()
      const own = new Recorder()
      const chains = [
        new SocketChain(own, one.owner, one.cursor, said),
        new StreamChain(own, one.owner, id),
      ]
      for (const chain of chains) {
        await replay(chain, place)
        const heard = own.heard.filter(({ listener }) => listener === chain.id)
        recorder.finals.push(finalOf(one.room, place, heard))
      }
      recorder.finals.push(await pages(one, place))
    }
}

/** Everybody once more from the beginning: what was heard live is what a replay tells. */
export async function replayAll(
  recorder: Recorder,
  places: readonly Place[],
  people: readonly Person[],
  cursors: readonly string[],
): Promise<void> {
  for (const [n, person] of people.entries()) {
    const place = places[n % places.length] as Place
    const cursor = cursors[n] ?? ''
    await replay(new SocketChain(recorder, person, cursor, {}, '-replay'), place)
    await replay(new StreamChain(recorder, person, cursor, '-replay'), place)
  }
}

/** How many rooms have not been heard to their end, by how many listeners. */
export function missing(history: History, chains: readonly Chain[]): number {
  const facts = new Facts(history)
  return chains.flatMap((chain) =>
    history.rooms.filter(
      ({ id }) => facts.nextAudible(id, chain.person.id, chain.lasts.get(id) ?? 0) !== undefined,
    ),
  ).length
}

async function replay(chain: Chain, place: Place): Promise<void> {
  const ended = chain.once(place).catch(() => undefined)
  await waitFor(() => chain.isLive, 60).finally(() => chain.close())
  await ended
}

function finalOf(room: string, { node }: Place, heard: Recorder['heard']): Final {
  const entries = heard.flatMap(({ log, entry }) =>
    log === room && entry !== 'reset' ? [entry] : [],
  )
  return {
    node,
    door: heard[0]?.door ?? 'socket',
    room,
    head: Math.max(0, ...entries.map(({ seq }) => seq)),
    entries,
  }
}

async function pages({ room, owner }: Owned, { node, url }: Place): Promise<Final> {
  const entries: Entry[] = []
  for (;;) {
    const after = entries.at(-1)?.seq ?? 0
    const path = `/rooms/${room}/messages?after=${after}&limit=200`
    const { status, body } = await request(url, owner.token, 'GET', path)
    if (status !== 200) throw new Error(`${path}: ${status}`)
    for (const message of body.messages.map(saidOf))
      entries.push({ seq: message.seq, type: 'message.created', message })
    if (body.messages.length === 0) return { node, door: 'rest', room, head: body.seq, entries }
  }
}
