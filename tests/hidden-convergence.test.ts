import { expect, test } from 'bun:test'
import type { Event } from '../protocol/events.ts'
import { Random } from './history/random.ts'
import { HeardAll, wsClient } from './support/graphql.ts'
import { play } from './support/life.ts'
import { parlance } from './support/parlance.ts'
import { Replica } from './support/replica.ts'
import { shadowBan } from './support/shadow.ts'
import { waitFor } from './support/wait.ts'

const STEPS = 120

for (const seed of [1, 2, 9, 25])
  test(`[HID-2] a snapshot and the events after it are the next snapshot for the staff, for a shadow-banned person, and for all others (history ${seed})`, async () => {
    await using server = await parlance()
    const random = new Random(seed * 104_729)
    const owner = await server.user('Owner')
    const [banned, other, second] = [
      await server.user('Mallory'),
      await server.guest('Ben'),
      await server.user('Max'),
    ]
    const people = [owner, banned, other, second]
    const rooms = [
      await owner.room('group', banned, other, second),
      await owner.room('public', banned, other, second),
    ]
    const ids = rooms.map(({ id }) => id)
    await play(random, people, ids, STEPS, { isQuiet: true })
    await shadowBan(server, banned)
    await shadowBan(server, second)
    await play(random, people, ids, STEPS, { isQuiet: true })

    const viewers = [owner, banned, other]
    const client = new Map(viewers.map((viewer) => [viewer, wsClient(viewer)]))
    const doorsOf = async (viewer: typeof owner) => {
      const read = await Promise.all(Array.from({ length: 3 }, () => Replica.read(viewer)))
      const [{ cursor, received }] = read as [(typeof read)[0]]
      const open = async () => [
        await viewer.socket({ cursor, received }),
        await viewer.stream(undefined, `?cursor=${cursor}`),
        await new HeardAll(client.get(viewer) as ReturnType<typeof wsClient>, cursor).ready(),
      ]
      return { viewer, snapshot: read, open, live: await open() }
    }
    const all = await Promise.all(viewers.map(doorsOf))
    const again = await Promise.all(
      viewers.map((viewer) => Promise.all([1, 2, 3].map(() => Replica.read(viewer)))),
    )
    await play(random, people, ids, STEPS * 2, { isQuiet: true })
    await shadowBan(server, second, false)
    await play(random, people, ids, STEPS, { isQuiet: true })
    for (const id of ids) await owner.send(id, 'the end')

    const types = new Set<string>()
    for (const [v, { viewer, snapshot, open, live }] of all.entries()) {
      const now = await Replica.read(viewer)
      const resumed = await open()
      for (const [i, door] of [...live, ...resumed].entries()) {
        const isAtEnd = (id: string) =>
          door.events.some((e: Event) => e.log === id && e.seq === now.received[id])
        await waitFor(() => ids.every(isAtEnd))
        const { replica } = [...snapshot, ...(again[v] ?? [])][i] as (typeof snapshot)[0]
        for (const event of door.events) {
          replica.apply(event)
          types.add(event.type)
        }
        expect([viewer.id, i, replica.state()]).toEqual([viewer.id, i, now.replica.state()])
      }
    }
    expect(types).toContain('event.skipped')
    for (const each of client.values()) await each.dispose()
  }, 60_000)
