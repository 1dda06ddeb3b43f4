import type { Message } from '../../protocol/entities.ts'
import type { Chain } from '../history/chain.ts'
import { Facts, isOwn, ownOf } from '../history/facts.ts'
import { GraphqlSocketChain, GraphqlStreamChain } from '../history/graphql-chain.ts'
import type { Door, Entry, Final, History } from '../history/history.ts'
import { checkMeetings } from '../history/meetings.ts'
import { unheard } from '../history/quicks.ts'
import { type Person, type Place, Recorder, saidOf } from '../history/recorder.ts'
import { request } from '../history/rest.ts'
import { SocketChain } from '../history/socket-chain.ts'
import { StreamChain } from '../history/stream-chain.ts'
import { waitFor } from '../support/wait.ts'

export type Owned = { readonly room: string; readonly owner: Person; readonly cursor: string }

/** Higher than any seq: so said, a log is not replayed. */
const ALL_HEARD = 2 ** 31

/** Every room's whole log, as its owner reads it, and everybody's own: on every node, through every door. */
export async function readFinals(
  recorder: Recorder,
  places: readonly Place[],
  owned: readonly Owned[],
): Promise<void> {
  for (const [p, place] of places.entries())
    for (const [n, one] of owned.entries()) {
      const others = owned
        .map(({ room }) => room)
        .filter((log) => log !== one.room && (!isOwn(log) || log === ownOf(one.owner.id)))
      const said = Object.fromEntries(others.map((log) => [log, ALL_HEARD]))
      const id = [one.cursor, ...others.map((log) => `${log}=${ALL_HEARD}`)].join()
      const own = new Recorder()
      const Graphql = (n + p) % 2 === 0 ? GraphqlSocketChain : GraphqlStreamChain
      const chains = [
        new SocketChain(own, one.owner, one.cursor, said),
        new StreamChain(own, one.owner, id),
        new Graphql(own, one.owner, id),
      ]
      await Promise.all(chains.map((chain) => replay(chain, place)))
      for (const { id, door } of chains) {
        const received = own.received.filter(({ listener }) => listener === id)
        recorder.finals.push(finalOf(one.room, place, received, door))
      }
      if (!isOwn(one.room)) recorder.finals.push(await pages(one, place))
    }
}

/** The pins of every room and everybody's mentions, as every node lists them. */
export async function readLists(
  recorder: Recorder,
  places: readonly Place[],
  rooms: readonly Owned[],
  people: readonly Person[],
): Promise<void> {
  for (const { node, url } of places) {
    for (const { room, owner } of rooms) {
      const { body } = await request(url, owner.token, 'GET', `/rooms/${room}/pins`)
      const messages = body.messages.map(({ id }: Message) => id)
      recorder.lists.push({ node, what: 'pins', log: room, messages })
    }
    for (const { id, token } of people) {
      const messages: string[] = []
      for (let next: string | undefined = ''; next !== undefined; ) {
        const query: string = next === '' ? '' : `&after=${encodeURIComponent(next)}`
        const { body } = await request(url, token, 'GET', `/mentions?limit=200${query}`)
        for (const { message } of body.mentions) messages.push(message.id)
        next = body.next
      }
      recorder.lists.push({ node, what: 'mentions', log: ownOf(id), messages })
    }
  }
}

/** Everybody once more from the beginning: what was received live is what a replay tells. */
export async function replayAll(
  recorder: Recorder,
  places: readonly Place[],
  people: readonly Person[],
  cursors: readonly string[],
): Promise<void> {
  for (const [n, person] of people.entries()) {
    const place = places[n % places.length] as Place
    const cursor = cursors[n] ?? ''
    const Graphql = n % 2 === 0 ? GraphqlStreamChain : GraphqlSocketChain
    const chains = [
      new SocketChain(recorder, person, cursor, {}, '-replay'),
      new StreamChain(recorder, person, cursor, '-replay'),
      new Graphql(recorder, person, cursor, '-replay'),
    ]
    await Promise.all(chains.map((chain) => replay(chain, place)))
  }
}

/** How many logs have not been received to their end, by how many listeners. */
export function missing(history: History, chains: readonly Chain[]): number {
  const facts = new Facts(history)
  // That of a meeting has not received a message, or something is wrong, which is judged then.
  const unmet = [...checkMeetings(history)].filter(({ rule }) => rule === 'I7')
  return (
    unmet.length +
    chains.flatMap((chain) =>
      [...history.rooms.map(({ id }) => id), ownOf(chain.person.id)].filter(
        (log) => facts.nextAudible(log, chain.person.id, chain.lasts.get(log) ?? 0) !== undefined,
      ),
    ).length +
    unheard(history, facts)
  )
}

/** How many live connections have not ended with their session. */
export function openAfterEnd({ received }: History, chains: readonly Chain[]): number {
  const ended = new Set<string | undefined>()
  for (const { entry } of received)
    if (entry !== 'reset' && entry.type === 'session.ended') ended.add(entry.subject)
  return chains.filter(
    ({ isLive, session }) => isLive && session !== undefined && ended.has(session),
  ).length
}

async function replay(chain: Chain, place: Place): Promise<void> {
  const ended = chain.once(place).catch(() => undefined)
  await waitFor(() => chain.isLive, 120).finally(() => chain.close())
  await ended
}

function finalOf(room: string, { node }: Place, received: Recorder['received'], door: Door): Final {
  const entries = received.flatMap(({ log, entry }) =>
    log === room && entry !== 'reset' ? [entry] : [],
  )
  return { node, door, room, head: Math.max(0, ...entries.map(({ seq }) => seq)), entries }
}

/** The messages of the room, and of the threads in it that are not in the room as well. */
async function pages({ room, owner }: Owned, { node, url }: Place): Promise<Final> {
  let head = 0
  const found = new Map<number, Message>()
  const read = async (query: string) => {
    for (let after = 0; ; ) {
      const path = `/rooms/${room}/messages?after=${after}&limit=200${query}`
      const { status, body } = await request(url, owner.token, 'GET', path)
      if (status !== 200) throw new Error(`${path}: ${status}`)
      head = body.seq
      for (const message of body.messages) found.set(message.seq, message)
      after = body.messages.at(-1)?.seq
      if (after === undefined) return
    }
  }
  await read('')
  for (const { id, replies } of [...found.values()]) if (replies) await read(`&thread=${id}`)
  const inOrder = [...found.values()].toSorted((a, b) => a.seq - b.seq)
  const entries = inOrder.map(
    (message): Entry => ({
      seq: message.seq,
      type: 'message.created',
      message: saidOf(message),
    }),
  )
  return { node, door: 'rest', room, head, entries }
}
