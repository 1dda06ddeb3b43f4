import { expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { BUSES, nodes } from './support/nodes.ts'
import { shadowBan } from './support/shadow.ts'
import { waitFor } from './support/wait.ts'

if (DATABASE !== 'sqlite')
  for (const [name, bus] of BUSES)
    test(`[HID-3] on ${name}: on every node only the sender and the staff receive what a shadow-banned user sends`, async () => {
      await using cluster = await nodes(3, { PARLANCE_REDIS_URL: bus })
      const ana = await cluster.at(0).user('Ana')
      const ben = await cluster.at(1).user('Ben')
      const mallory = await cluster.at(2).user('Mallory')
      const room = await ana.room('group', ben.at(ana.url), mallory.at(ana.url))
      await shadowBan(cluster.at(0), mallory)
      const doors = async (who: Client) =>
        Promise.all(cluster.all.flatMap(({ url }) => [who.at(url).socket(), who.at(url).stream()]))
      const [own, staff, others] = [await doors(mallory), await doors(ana), await doors(ben)]
      await mallory.ask('PUT', `/rooms/${room.id}/typing`, {})
      const isTyping = (signals: readonly { type: string }[]) =>
        signals.some(({ type }) => type === 'typing.started')
      for (const door of own) await waitFor(() => isTyping(door.signals))
      const hidden = []
      for (const [i] of cluster.all.entries())
        hidden.push(await mallory.at(cluster.at(i).url).send(room.id, `fools ${i}`))
      const shown = await ben.send(room.id, 'good morning')
      const last = room.seq + 4
      const received = async (door: (typeof own)[number]) => {
        await waitFor(() => door.events.some((e) => e.log === room.id && e.seq === last))
        return door.events.filter((e) => e.log === room.id)
      }
      for (const door of own)
        expect(await received(door)).toMatchObject(
          [...hidden, shown].map((message) => ({ message })),
        )
      for (const door of staff) {
        const events = await received(door)
        expect(events.slice(0, 3)).toMatchObject(
          hidden.map((message) => ({ message: { ...message, hidden: true } })),
        )
        expect(isTyping(door.signals)).toBe(false)
      }
      for (const door of others) {
        const events = await received(door)
        const skipped = { type: 'event.skipped' }
        expect(events).toMatchObject([skipped, skipped, skipped, { message: shown }])
        expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4].map((n) => room.seq + n))
        expect(isTyping(door.signals)).toBe(false)
      }
    })
