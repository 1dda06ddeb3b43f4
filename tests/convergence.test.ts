import { expect, test } from 'bun:test'
import { EVENTS, type Event } from '../protocol/events.ts'
import { Random } from './history/random.ts'
import { invited, PASSWORD, signIn } from './support/accounts.ts'
import type { Client } from './support/client.ts'
import { HeardAll, wsClient } from './support/graphql.ts'
import { Issuer } from './support/issuer.ts'
import { askedRoom, play, rarities } from './support/life.ts'
import { muteAndBlock, reportAndAnswer } from './support/order.ts'
import { parlance } from './support/parlance.ts'
import { Replica } from './support/replica.ts'
import { shadowBan } from './support/shadow.ts'
import { addAndRemoveIdentity, issuerSettings } from './support/sign-in.ts'
import { waitFor } from './support/wait.ts'

const STEPS = 70

const seen = new Set<string>()

for (const seed of [1, 2, 3, 4])
  test(`[CNV-1] a snapshot and the events after it are the next snapshot, on every live door (history ${seed})`, async () => {
    await using issuer = await Issuer.open()
    await using server = await parlance(issuerSettings(issuer))
    const random = new Random(seed * 7919)
    const owner = await server.user('Owner')
    const guests: Client[] = [await invited(server, 'my-account')]
    for (const name of ['Gus', 'Gerda']) guests.push(await server.guest(name))
    const [me] = guests as [Client]
    const rooms = [await owner.room('group', ...guests), await owner.room('public', ...guests)]
    const ids = rooms.map(({ id }) => id)
    await owner.ask('PATCH', `/rooms/${ids[0]}/members/${me.id}`, { role: 'admin' })
    // A request that is accepted finds this dm, which the snapshots contain.
    await owner.ask('POST', '/rooms', { type: 'dm', members: [me.id] })
    const people = [owner, ...guests]
    await play(random, people, ids, STEPS)

    const doomed = await owner.room('group', me)
    const gerda = guests[2] as Client
    const hushed = await owner.room('group', me, gerda)
    const gus = guests[1] as Client
    const watched = await owner.room('group', me, gus, gerda)
    await owner.ask('PATCH', `/rooms/${watched.id}/members/${me.id}`, { role: 'moderator' })
    const asked = await askedRoom(owner, me)
    // One for each door; nobody changes anything meanwhile.
    const read = async () => Replica.read(me)
    const snapshots = await Promise.all(Array.from({ length: 6 }, read))
    const client = wsClient(me)
    const [{ cursor, received }] = snapshots as [(typeof snapshots)[0]]
    const doors = async () => [
      await me.socket({ cursor, received }),
      await me.stream(undefined, `?cursor=${cursor}`),
      await new HeardAll(client, cursor).ready(),
    ]
    const live = await doors()
    await play(random, people, ids, STEPS * 2)
    for (const id of ids)
      await owner.ask('PATCH', `/rooms/${id}`, { archived: false, readOnly: false })
    const greta = await server.guest('Greta')
    await rarities(owner, me, greta, ids[0] ?? '', asked)
    await greta.send(ids[0] ?? '', 'soon nobody’s')
    await server.backend().ask('DELETE', `/users/${greta.id}`)
    const { pair } = await signIn(server, 'my-account')
    await me.ask('DELETE', `/sessions/${pair.session}`)
    const password = { currentPassword: PASSWORD, password: PASSWORD }
    await me.ask('PATCH', '/account', password)
    await me.ask('POST', '/me/exports')
    await waitFor(async () => (await me.ask('GET', '/me/exports')).exports[0].state === 'ready')
    await addAndRemoveIdentity(me)
    await muteAndBlock(server, me, gus)
    await reportAndAnswer(owner, gus, await gerda.send(watched.id, 'buy this'))
    await shadowBan(server, gerda)
    await gerda.send(hushed.id, 'for the staff only')
    await owner.ask('DELETE', `/rooms/${doomed.id}`)
    for (const id of ids) await owner.send(id, 'the end')

    const now = await Replica.read(me)
    const resumed = await doors()
    for (const [i, door] of [...live, ...resumed].entries()) {
      const isAtEnd = (id: string) =>
        door.events.some((e: Event) => e.log === id && e.seq === now.received[id])
      await waitFor(() => ids.every(isAtEnd))
      const { replica } = snapshots[i] as (typeof snapshots)[0]
      for (const event of door.events) {
        replica.apply(event)
        seen.add(event.type)
      }
      expect(replica.state()).toEqual(now.replica.state())
    }
    await client.dispose()
  }, 60_000)

test('[CNV-1] and these histories held events of every type', () => {
  // What makes a room is told to nobody: nobody is in it yet. What ends a user, to nobody who goes on.
  const untold = ['room.created', 'user.deleted']
  const all = Object.keys(EVENTS).filter((type) => !untold.includes(type))
  expect([...seen].sort()).toEqual(all.sort())
})
