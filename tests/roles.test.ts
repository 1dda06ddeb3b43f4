import { expect, test } from 'bun:test'
import type { ServerRole } from '../protocol/entities.ts'
import type { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { HS256, now, sign } from './support/jwt.ts'
import { nodes } from './support/nodes.ts'
import { type Parlance, parlance, token } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

/** Gives a user a role as the app's backend does. */
const give = (server: Parlance, user: Client, role: ServerRole) =>
  server.backend().ask('PATCH', `/users/${user.id}`, { role })

async function people(server: Parlance, ...names: string[]): Promise<Client[]> {
  const all = await Promise.all(names.map(server.user))
  for (const each of all) await each.ask('GET', '/me')
  return all
}

test('[ROL-4] an administrator changes roles; the user, their rooms and other devices receive it', async () => {
  await using server = await parlance()
  const [ana, ben, cleo] = (await people(server, 'Ana', 'Ben', 'Cleo')) as [Client, Client, Client]
  await give(server, ana, 'administrator')
  const room = await ben.room('group', cleo)
  const [bens, cleos] = [await ben.socket(), await cleo.socket()]
  expect((await ana.ask('GET', '/me')).role).toBe('administrator')
  expect(await ana.ask('PUT', `/users/${ben.id}/role`, { role: 'moderator' })).toMatchObject({
    id: ben.id,
    role: 'moderator',
  })
  const { user } = await waitFor(() => bens.events.find((e) => e.type === 'user.updated'))
  expect(user).toMatchObject({ id: ben.id, role: 'moderator' })
  const changed = await waitFor(() => cleos.events.find((e) => e.type === 'member.updated'))
  expect(changed).toMatchObject({ log: room.id, user: { id: ben.id, role: 'moderator' } })
  // A moderator changes no roles, and a role that is taken away is absent.
  const refused = await ben.call('PUT', `/users/${cleo.id}/role`, { role: 'moderator' })
  expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
  expect(await ana.ask('PUT', `/users/${ben.id}/role`, { role: 'user' })).not.toHaveProperty('role')
  expect(await server.backend().ask('GET', `/users/${ben.id}`)).not.toHaveProperty('role')
})

test('[ROL-4] nobody without the role learns from it whether a user exists', async () => {
  await using server = await parlance()
  const [ana, ben] = (await people(server, 'Ana', 'Ben')) as [Client, Client]
  const said = async (id: string) => {
    const { status, body } = await ana.call('PUT', `/users/${id}/role`, { role: 'user' })
    return { status, ...body }
  }
  expect(await said('nobody-at-all')).toEqual(await said(ben.id))
  expect((await said(ben.id)).code).toBe('forbidden')
  await give(server, ana, 'administrator')
  expect((await said('nobody-at-all')).code).toBe('not_found')
})

test('[ROL-5] the last administrator stays one, also when two give the role up at once on two nodes', async () => {
  await using all = await nodes(DATABASE === 'sqlite' ? 1 : 2)
  const [one, two] = [all.at(0), all.at(1)]
  const [ana, ben] = (await people(one, 'Ana', 'Ben')) as [Client, Client]
  await give(one, ana, 'administrator')
  const down = (who: Client, whom: Client) =>
    who.call('PUT', `/users/${whom.id}/role`, { role: 'user' })
  const alone = await down(ana, ana)
  expect([alone.status, alone.body.code]).toEqual([409, 'last_administrator'])
  for (let round = 0; round < 10; round++) {
    for (const each of [ana, ben]) await give(one, each, 'administrator')
    // Each gives up their own role, or takes the other's.
    const [first, second] = round % 2 === 0 ? [ana, ben] : [ben, ana]
    const there = ben.at(two.url)
    const answers = await Promise.all([down(ana, first), down(there, second)])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const roles = await Promise.all(
      [ana, ben].map(async (who) => (await who.ask('GET', '/me')).role),
    )
    expect(roles.filter((role) => role === 'administrator')).toHaveLength(1)
  }
  // The app's backend can take the role from the last one: it is above the administrators.
  await give(one, ana, 'user')
  await give(one, ben, 'user')
  expect(await ana.ask('GET', '/me')).not.toHaveProperty('role')
})

test('[ROL-6] a guest can have no role, from an administrator or from the app', async () => {
  await using server = await parlance()
  const [ana] = (await people(server, 'Ana')) as [Client]
  await give(server, ana, 'administrator')
  const gus = await server.guest('Gus')
  const ways = [
    () => ana.call('PUT', `/users/${gus.id}/role`, { role: 'moderator' }),
    () => server.backend().call('PATCH', `/users/${gus.id}`, { role: 'moderator' }),
  ]
  for (const way of ways) expect((await way()).body.code).toBe('forbidden')
  expect(await gus.ask('GET', '/me')).not.toHaveProperty('role')
})

const claims = (sub: string, more: object) =>
  sign(HS256, { iss: 'the-app', name: 'Ana', sub, exp: now() + 3600, ...more })

test('[ROL-7] a token carries a role only where its claim is configured, and the newest one decides', async () => {
  await using server = await parlance({ PARLANCE_JWT_ROLE_CLAIM: 'chat_role' })
  const as = (more: object) => server.as(claims('ana', more)).ask('GET', '/me')
  const at = now() - 100
  expect(await as({ iat: at, chat_role: 'administrator', team: 'red' })).toMatchObject({
    role: 'administrator',
    info: { team: 'red' },
  })
  expect((await as({ iat: at + 1, chat_role: 'moderator' })).role).toBe('moderator')
  expect((await as({ iat: at, chat_role: 'administrator' })).role).toBe('moderator')
  expect(await as({ iat: at + 2 })).not.toHaveProperty('role')
  // What the backend sets, no earlier token changes back.
  await server.backend().ask('PATCH', '/users/ana', { role: 'moderator' })
  const own = server.as(claims('ana', { iat: at }))
  expect(await own.ask('PATCH', '/me', { locale: 'de' })).toMatchObject({ role: 'moderator' })
  expect((await as({ iat: at + 3, chat_role: 'administrator' })).role).toBe('moderator')
  for (const [bad, claim] of [
    [{ iat: at, chat_role: 'root' }, 'chat_role'],
    [{ iat: at, chat_role: ['administrator'] }, 'chat_role'],
    [{ iat: at, chat_role: null }, 'chat_role'],
    [{ chat_role: 'administrator' }, 'iat'],
  ] as const) {
    const { status, body } = await server.as(claims('ben', bad)).call('GET', '/me')
    expect([status, body.code]).toEqual([401, 'invalid_token'])
    expect(body.detail).toStartWith(`${claim}: `)
  }
})

test('[ROL-7] without the setting a claim gives nothing, and leaves a role that was given', async () => {
  await using server = await parlance()
  const ana = server.as(claims('ana', { role: 'administrator' }))
  const me = await ana.ask('GET', '/me')
  expect(me).not.toHaveProperty('role')
  expect(me.info).toEqual({ role: 'administrator' })
  await server.backend().ask('PATCH', '/users/ana', { role: 'moderator' })
  const later = server.as(claims('ana', { iat: now() + 5, team: 'red' }))
  expect(await later.ask('GET', '/me')).toMatchObject({ role: 'moderator', info: { team: 'red' } })
  // A token of the server names the user only.
  const own = await server.backend().ask('POST', '/tokens', { user: 'ana' })
  expect((await server.as(own.token).ask('GET', '/me')).role).toBe('moderator')
})

test('[ROL-8] a change of role takes effect at once, on every node and on open connections', async () => {
  await using all = await nodes(DATABASE === 'sqlite' ? 1 : 2)
  const [one, two] = [all.at(0), all.at(1)]
  const ana = await one.user('Ana')
  const ben = await one.user('Ben')
  for (const node of [one, two])
    for (const each of [ana, ben]) await each.at(node.url).ask('GET', '/me')
  const { id: room } = await ben.room('group', ana)
  const message = await ben.send(room, 'pin me')
  const there = await ana.at(two.url).socket()
  const pins = { room, message: message.id }
  for (let round = 0; round < 5; round++) {
    await give(one, ana, 'moderator')
    expect(await there.command('pins.add', pins)).not.toBe('forbidden')
    await give(one, ana, 'user')
    expect(await there.command('pins.remove', pins)).toBe('forbidden')
    expect(await there.command('users.updateRole', { user: ben.id, role: 'user' })).toBe(
      'forbidden',
    )
    await give(one, ana, 'administrator')
    expect(await there.command('users.updateRole', { user: ben.id, role: 'user' })).toMatchObject({
      id: ben.id,
    })
    expect((await ana.at(two.url).ask('GET', '/me')).role).toBe('administrator')
    await give(one, ana, 'user')
    expect(await ana.at(two.url).ask('GET', '/me')).not.toHaveProperty('role')
  }
})

test('[ROL-8] a change of name or info at the same moment on another node does not bring a former role back', async () => {
  await using all = await nodes(DATABASE === 'sqlite' ? 1 : 2)
  const [one, two] = [all.at(0), all.at(1)]
  const [ana] = (await people(one, 'Ana')) as [Client]
  for (let round = 0; round < 15; round++) {
    await give(one, ana, 'moderator')
    const renamed = two.as(claims(ana.id, { name: `Ana ${round}` }))
    const info = { info: { round: `${round}` } }
    await Promise.all([
      give(one, ana, 'user'),
      renamed.ask('GET', '/me'),
      two.backend().ask('PATCH', `/users/${ana.id}`, info),
    ])
    expect(await ana.ask('GET', '/me')).not.toHaveProperty('role')
  }
})

test('[ROL-9] in a dm a role on the server adds no rights', async () => {
  await using server = await parlance()
  const [ana, ben] = (await people(server, 'Ana', 'Ben')) as [Client, Client]
  await give(server, ana, 'administrator')
  const group = await ben.room('group', ana)
  const dm = await ana.ask('POST', '/rooms', { type: 'dm', members: [ben.id] })
  const remove = async (room: string) => {
    const { id } = await ben.send(room, 'mine')
    return (await ana.call('DELETE', `/rooms/${room}/messages/${id}`)).status
  }
  expect(await remove(group.id)).toBe(204)
  expect(await remove(dm.id)).toBe(403)
})

test('[ROL-10] the rank of a member counts the role on the server: staff of a room cannot remove it', async () => {
  await using server = await parlance()
  const [owner, mod, ana, ben] = (await people(server, 'Owner', 'Mod', 'Ana', 'Ben')) as [
    Client,
    Client,
    Client,
    Client,
  ]
  const { id } = await owner.room('group', mod, ana, ben)
  const at = (who: Client) => `/rooms/${id}/members/${who.id}`
  await owner.ask('PATCH', at(mod), { role: 'admin' })
  await give(server, ana, 'administrator')
  expect((await mod.call('DELETE', at(ana))).body.code).toBe('forbidden')
  expect((await mod.call('PATCH', at(ana), { role: 'moderator' })).body.code).toBe('forbidden')
  // An administrator acts as an owner, but the room keeps an owner.
  expect((await ana.call('DELETE', at(owner))).body.code).toBe('last_owner')
  expect((await ana.call('DELETE', at(mod))).status).toBe(204)
  expect((await ana.call('PATCH', at(ben), { role: 'admin' })).status).toBe(200)
  // Both have the rights of an owner, and an owner acts on everyone.
  expect((await owner.call('DELETE', at(ana))).status).toBe(204)
})

test('[ROL-6] a deleted user has no role', async () => {
  await using server = await parlance()
  const [ana] = (await people(server, 'Ana')) as [Client]
  await give(server, ana, 'administrator')
  await server.backend().ask('DELETE', `/users/${ana.id}`)
  expect(await server.backend().ask('GET', `/users/${ana.id}`)).not.toHaveProperty('role')
  const again = await server.as(await token({ sub: ana.id, name: 'Ana' })).call('GET', '/me')
  expect(again.body.code).toBe('user_deleted')
})
