import type { Person, Place, Recorder } from '../history/recorder.ts'
import { request } from '../history/rest.ts'
import type { Owned } from './finals.ts'
import type { Someone } from './people.ts'

/** A node is gone for others after five seconds, and so is who closed their last connection: time enough. */
const GONE_S = 20

/** Half of the people leave, and one who stays hides: who is seen then, in rooms, on every node. */
export async function seen(
  recorder: Recorder,
  places: readonly Place[],
  everybody: readonly Someone[],
  rooms: readonly Owned[],
): Promise<void> {
  const end = performance.now() + GONE_S * 1000
  const there = new Set<string>()
  for (const [n, someone] of everybody.entries()) {
    const stays = n % 2 === 0
    await until(
      end,
      async () => (await someone.show(n === 0 ? 'invisible' : 'online')).outcome === 'ok',
    )
    if (stays && n > 0) there.add(someone.person.id)
    if (!stays) for (const chain of someone.chains) chain.close()
  }
  for (const { room, owner } of rooms)
    for (const { node, url } of places)
      await settled(recorder, end, node, room, async () => {
        const { body } = await request(url, owner.token, 'GET', `/rooms/${room}/presence`)
        const listed: { user: { id: string }; state: string }[] = body.presence
        const told = listed.filter(({ state }) => state !== 'offline').map(({ user }) => user.id)
        return { told, there: listed.map(({ user }) => user.id).filter((id) => there.has(id)) }
      })
}

/** Nobody stays in a quick room whose connection has ended, with a node or without. */
export async function quicksEmpty(
  recorder: Recorder,
  places: readonly Place[],
  people: readonly Person[],
  rooms: readonly Owned[],
): Promise<void> {
  const end = performance.now() + GONE_S * 1000
  const known = new Set(people.map(({ id }) => id))
  for (const { room, owner } of rooms)
    for (const { node, url } of places)
      await settled(recorder, end, node, room, async () => {
        const { body } = await request(url, owner.token, 'GET', `/rooms/${room}/members`)
        const members: { user: { id: string } }[] = body.members
        return {
          told: members.map(({ user }) => user.id).filter((id) => !known.has(id)),
          there: [],
        }
      })
}

type Look = { readonly told: readonly string[]; readonly there: readonly string[] }

/** What is told as soon as it is right, or when there has been time enough for that. */
async function settled(
  recorder: Recorder,
  end: number,
  node: number,
  room: string,
  look: () => Promise<Look>,
): Promise<void> {
  let last: Look = { told: ['nobody looked'], there: [] }
  await until(end, async () => {
    last = await look()
    return last.told.toSorted().join() === last.there.toSorted().join()
  }).catch(() => undefined) // It is judged as it was seen last.
  recorder.presences.push({ node, room, ...last })
}

async function until(end: number, isDone: () => Promise<boolean>): Promise<void> {
  while (!(await isDone().catch(() => false))) {
    if (performance.now() > end) throw new Error(`not within ${GONE_S} s`)
    await Bun.sleep(200)
  }
}
