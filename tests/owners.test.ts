import { expect, test } from 'bun:test'
import type { Member } from '../protocol/entities.ts'
import type { Client } from './support/client.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { Quick } from './support/quick.ts'

async function cast(server: Parlance, ...names: string[]): Promise<Client[]> {
  const people = await Promise.all(names.map((name) => server.user(name)))
  for (const who of people) await who.ask('GET', '/me')
  return people
}

const owners = async (who: Client, room: string): Promise<string[]> => {
  const { members } = await who.ask('GET', `/rooms/${room}/members`)
  return members.filter((m: Member) => m.role === 'owner').map((m: Member) => m.user.id)
}

test('[ROO-14] when the last owner goes, the next in rank and then in age becomes owner, and the room hears it', async () => {
  await using server = await parlance()
  const app = server.backend()
  const [ana, ben, cleo, dan, eve] = (await cast(server, 'Ana', 'Ben', 'Cleo', 'Dan', 'Eve')) as [
    Client,
    Client,
    Client,
    Client,
    Client,
  ]
  // The newest has the highest rank, and a bot is older than all of them.
  const robo: string = (await app.ask('POST', '/users', { id: 'robo', name: 'Robo', kind: 'bot' }))
    .id
  const room = await app.ask('POST', '/rooms', {
    type: 'group',
    name: 'A room',
    members: [
      { user: robo },
      { user: ana.id, role: 'owner' },
      ...[cleo, dan].map(({ id }) => ({ user: id })),
      { user: ben.id, role: 'moderator' },
    ],
  })
  const path = `/rooms/${room.id}`
  const socket = await dan.socket()
  await app.ask('DELETE', `${path}/members/${ana.id}`)
  const by = { id: 'parlance' }
  const told = [
    { type: 'member.left', user: { id: ana.id }, by },
    { type: 'member.updated', member: { user: { id: ben.id }, role: 'owner' }, by },
  ]
  expect(await socket.hears(room.id, 2)).toMatchObject(told)
  expect((await ben.ask('PATCH', path, { topic: 'mine to run' })).topic).toBe('mine to run')

  // Of the rest the one who is longest in it, whatever they are called: Dan, as Cleo came back.
  await app.ask('DELETE', `${path}/members/${cleo.id}`)
  await app.ask('PUT', `${path}/members/${cleo.id}`)
  const { cursor } = await socket.command('rooms.list', {})
  await app.ask('DELETE', `/users/${ben.id}`)
  expect(await owners(dan, room.id)).toEqual([dan.id])
  const back = await dan.socket({ cursor })
  expect((await back.hears(room.id, 3)).map(({ type }) => type)).toContain('member.updated')

  // Where there is another owner nobody is made one, and a dm has none.
  await app.ask('PUT', `${path}/members/${eve.id}`, { role: 'owner' })
  await app.ask('DELETE', `${path}/members/${dan.id}`)
  expect(await owners(cleo, room.id)).toEqual([eve.id])
  const dm = await cleo.ask('POST', '/rooms', { type: 'dm', members: [dan.id] })
  await app.ask('DELETE', `/users/${dan.id}`)
  expect(await owners(cleo, dm.id)).toEqual([])
})

test('[ROO-14] the same holds for guests who go by themselves, and a room whose last member goes stays for the app', async () => {
  await using server = await parlance()
  const app = server.backend()
  const [ana, ben] = (await cast(server, 'Ana', 'Ben')) as [Client, Client]
  const room = await app.ask('POST', '/rooms', { type: 'public', name: 'Workshop' })
  const quick = await Quick.join(server.url, { name: 'Quentin', room: room.id })
  const guest = await server.guest('Gus')
  const rooms = [room.id, server.lobby]
  for (const id of rooms) await ben.ask('PUT', `/rooms/${id}/members/me`)
  const here = await guest.socket()
  await guest.ask('PUT', `/rooms/${server.lobby}/members/me`)
  const { members } = await ben.ask('GET', `/rooms/${room.id}/members`)
  const quentin = members.find((m: Member) => m.user.id !== ben.id).user.id
  const make = (id: string, user: string) =>
    app.ask('PATCH', `/rooms/${id}/members/${user}`, { role: 'owner' })
  await make(room.id, quentin)
  await make(server.lobby, guest.id)
  const socket = await ben.socket()
  quick.close()
  here.close()
  for (const id of rooms) {
    const received = await socket.hears(id, 2)
    expect(received.at(-1)).toMatchObject({ type: 'member.updated', member: { role: 'owner' } })
    expect(await owners(ben, id)).toEqual([ben.id])
  }

  await ben.ask('DELETE', `/rooms/${room.id}/members/me`)
  expect(await app.ask('GET', `/rooms/${room.id}`)).toMatchObject({ memberCount: 0 })
  await ana.ask('PUT', `/rooms/${room.id}/members/me`)
  expect(await owners(ana, room.id)).toEqual([])
  await make(room.id, ana.id)
  expect(await owners(ana, room.id)).toEqual([ana.id])
})

test('[ROO-14] when the app gives the last owner another role, another member becomes owner, and never the same one', async () => {
  await using server = await parlance()
  const app = server.backend()
  const [ana, ben, cleo] = (await cast(server, 'Ana', 'Ben', 'Cleo')) as [Client, Client, Client]
  const { id } = await app.ask('POST', '/rooms', {
    type: 'group',
    name: 'A room',
    members: [{ user: ana.id, role: 'owner' }, { user: ben.id }, { user: cleo.id }],
  })
  const member = (user: string) => `/rooms/${id}/members/${user}`
  const socket = await cleo.socket()
  // An admin is above all others, but Ana is not to become owner again.
  expect(await app.ask('PATCH', member(ana.id), { role: 'admin' })).toMatchObject({ role: 'admin' })
  const by = { id: 'parlance' }
  expect(await socket.hears(id, 2)).toMatchObject([
    { type: 'member.updated', member: { user: { id: ana.id }, role: 'admin' }, by },
    { type: 'member.updated', member: { user: { id: ben.id }, role: 'owner' }, by },
  ])
  expect(await owners(cleo, id)).toEqual([ben.id])

  // The same by adding a member again with another role, and together with other changes.
  await app.ask('PUT', member(ben.id), { role: 'member' })
  expect(await owners(cleo, id)).toEqual([ana.id])
  const commands = [
    { name: 'members.update', input: { room: id, user: cleo.id, role: 'owner' } },
    { name: 'members.update', input: { room: id, user: ana.id, role: 'member' } },
  ]
  await app.ask('POST', '/batch', { mode: 'all', commands })
  expect(await owners(cleo, id)).toEqual([cleo.id])

  // Where nobody else can be the owner, the room has none.
  for (const { id: user } of [ana, ben]) await app.ask('DELETE', member(user))
  await app.ask('POST', '/users', { id: 'robo', name: 'Robo', kind: 'bot' })
  await app.ask('PUT', member('robo'), {})
  await app.ask('PATCH', member(cleo.id), { role: 'member' })
  expect(await owners(cleo, id)).toEqual([])
})
