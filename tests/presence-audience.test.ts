import { expect, test } from 'bun:test'
import type { Presence } from '../protocol/entities.ts'
import { LIMITS } from '../protocol/limits.ts'
import type { Client } from './support/client.ts'
import { parlance } from './support/parlance.ts'
import { hears, list, of, shows, states, told } from './support/presence.ts'
import { waitFor } from './support/wait.ts'

test('[PRE-4] who is invisible looks as if they had gone: in signals, in the list, and to @online', async () => {
  await using server = await parlance()
  const [ana, ben, cleo] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Cleo'),
  ]
  const room = await ana.room('group', ben, cleo)
  const listener = await ana.socket()
  const tabs = [await ben.socket(), await cleo.socket()]
  await hears(listener, ben, 1)
  await hears(listener, cleo, 1)
  const calls = async () => {
    const { id } = await ana.send(room.id, 'who is there?', { mentions: { online: true } })
    const named = async (who: Client) =>
      (await who.ask('GET', '/mentions')).mentions.some(
        (m: { message: { id: string } }) => m.message.id === id,
      )
    return [await named(ben), await named(cleo)]
  }
  expect(await calls()).toEqual([true, true])

  await shows(ben, { state: 'invisible' })
  expect(await hears(listener, ben, 2)).toEqual(['online', 'offline'])
  const gone = await of(ana, room.id, ben)
  expect(gone).toEqual({
    user: { id: ben.id, name: 'Ben' } as never,
    state: 'offline',
    lastSeenAt: expect.any(String),
  })
  expect(await calls()).toEqual([false, true])

  // Coming and going unseen: somebody who does the same visibly shows when it is over.
  for (const tab of tabs.splice(0)) tab.close()
  expect(await hears(listener, cleo, 2)).toEqual(['online', 'offline'])
  tabs.push(await ben.socket(), await cleo.socket())
  expect(await hears(listener, cleo, 3)).toEqual(['online', 'offline', 'online'])
  expect(await of(ana, room.id, ben)).toEqual(gone as Presence)
  expect(states(listener, ben)).toEqual(['online', 'offline'])

  // Who types has chosen to be seen, and is, for that.
  await ben.ask('PUT', `/rooms/${room.id}/typing`)
  await waitFor(() => listener.signals.some((s) => s.type === 'typing.started'))
  expect(states(listener, ben)).toEqual(['online', 'offline'])
  await shows(ben, { state: 'online' })
  expect(await hears(listener, ben, 3)).toEqual(['online', 'offline', 'online'])
})

test('[PRE-5] those who share a room are told, and nobody else is, nor may ask', async () => {
  await using server = await parlance()
  const [ana, ben, eve] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Eve'),
  ]
  const room = await ana.room('group', ben)
  const open = await ana.room('public')
  const quiet = await ana.room('announcement', ben)
  const shared = await eve.room('group', ana)
  const [mine, eves] = [await ana.socket(), await eve.socket()]
  await shows(ben, { status: 'secret' })
  await hears(mine, ben, 1)
  await ben.socket()
  expect(await hears(mine, ben, 2)).toEqual(['offline', 'online'])
  await shows(ana, { state: 'away' })
  // Eve, who came at the same time, may have received that Ana did.
  await waitFor(() => states(eves, ana).at(-1) === 'away')
  expect(told(eves, ben)).toEqual([])
  // Once for each room that is told, and an announcement room is not.
  expect(told(mine, ben).map(({ log }) => log as string)).toEqual([room.id, room.id])
  const code = async (who: Client, id: string) =>
    (await who.call('GET', `/rooms/${id}/presence`)).body.code
  expect(await code(eve, room.id)).toBe('not_found')
  expect(await code(eve, open.id)).toBe('forbidden')
  expect(await code(ben, quiet.id)).toBe('feature_off')
  expect((await list(eve, shared.id)).map(({ user }) => user.id as string).sort()).toEqual(
    [ana.id, eve.id].sort(),
  )
})

test('[PRE-6] a room of more than 200 members is told nothing of it', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const large = await ana.room('public')
  const joins = (who: Client) => who.ask('PUT', `/rooms/${large.id}/members/me`)
  const others = await Promise.all(
    Array.from({ length: LIMITS.liveMembers - 1 }, () => server.user('Other')),
  )
  for (let i = 0; i < others.length; i += 20) await Promise.all(others.slice(i, i + 20).map(joins))
  const listener = await ana.socket()
  const [first, second] = others as [Client, Client]
  await first.socket()
  await hears(listener, first, 1)
  expect(await list(ana, large.id)).toHaveLength(LIMITS.liveMembers)

  await joins(await server.user('Last'))
  expect(await list(ana, large.id)).toEqual([])
  const small = await ana.room('group', second)
  await second.socket()
  await hears(listener, second, 1)
  expect(told(listener, second).map(({ log }) => log as string)).toEqual([small.id])
})

test('[PRE-7] whoever changes their mind all the time is told once a second, and as it ended', async () => {
  await using server = await parlance()
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  await ana.room('group', ben)
  const listener = await ana.socket()
  const tab = await ben.socket()
  await hears(listener, ben, 1)
  const began = performance.now()
  for (let i = 1; i <= 300; i++) await tab.command('presence.update', { status: `${i}` })
  await waitFor(() => told(listener, ben).at(-1)?.status === '300')
  const seconds = (performance.now() - began) / 1000
  expect(told(listener, ben).length).toBeLessThanOrEqual(3 + 2 * seconds)
})
