import { expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { NOBODY, strangers } from './support/consent.ts'
import { parlance } from './support/parlance.ts'

async function setUp() {
  const server = await parlance()
  const [ana, ben, cleo] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Cleo'),
  ]
  for (const who of [ben, cleo]) await who.ask('GET', '/me')
  const room = await ana.room('group')
  return {
    server,
    ana,
    ben,
    cleo,
    room,
    invite: (body: object = {}) => ana.ask('POST', `/rooms/${room.id}/invitations`, body),
    accept: (who: Client, body: object) => who.call('POST', '/invitations/accept', body),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

test('[INV-1] a code lets in whoever has it, and everyone hears who comes', async () => {
  await using at = await setUp()
  const socket = await at.ana.socket()
  const { code, ...invitation } = await at.invite()
  expect(code).toMatch(/^[\w-]{22}$/)
  const { status, body } = await at.accept(at.ben, { code })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    room: { id: at.room.id, memberCount: 2 },
    member: { user: { id: at.ben.id }, role: 'member' },
  })
  expect(await socket.hears(at.room.id, 1)).toMatchObject([
    { type: 'member.joined', member: { user: { id: at.ben.id } }, by: { id: at.ana.id } },
  ])
  const { invitations } = await at.ana.ask('GET', `/rooms/${at.room.id}/invitations`)
  expect(invitations).toEqual([{ ...invitation, uses: 1 }]) // the code itself is said once
  expect(await socket.hears(`user:${at.ana.id}`, 2)).toMatchObject([
    { type: 'invitation.created', invitation },
    { type: 'invitation.updated', invitation: { uses: 1 } },
  ])
})

test('[INV-2] of many who use the last place at once one comes in; who is in already uses nothing up', async () => {
  await using at = await setUp()
  const { code } = await at.invite({ maxUses: 1 })
  const people = [at.ben, at.cleo, await at.server.user('Dan'), await at.server.user('Eli')]
  for (const who of people) await who.ask('GET', '/me')
  const tries = await Promise.all(people.map((who) => at.accept(who, { code })))
  expect(tries.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410])
  const { members } = await at.ana.ask('GET', `/rooms/${at.room.id}/members`)
  expect(members).toHaveLength(2)
  const { code: second } = await at.invite({ maxUses: 2 })
  expect((await at.accept(at.ana, { code: second })).status).toBe(200)
  const { invitations } = await at.ana.ask('GET', `/rooms/${at.room.id}/invitations`)
  expect(invitations).toMatchObject([{ uses: 0, maxUses: 2 }])
})

test('[INV-7] of many invitations the newest are listed, and the others once these have ended', async () => {
  await using at = await setUp()
  const input = (name: string) => ({
    type: 'group',
    name,
    members: [{ user: at.ana.id, role: 'owner' }],
  })
  const commands = Array.from({ length: 102 }, (_, i) => {
    return { name: 'rooms.create', input: input(`Room ${i}`) }
  })
  const { results } = await at.server.backend().ask('POST', '/batch', { mode: 'all', commands })
  const ids: string[] = []
  for (const { result } of results as { result: { id: string } }[]) {
    const body = { user: at.ben.id }
    ids.push((await at.ana.ask('POST', `/rooms/${result.id}/invitations`, body)).id)
  }
  const listed = async () =>
    (await at.ben.ask('GET', '/invitations')).invitations.map(({ id }: { id: string }) => id)
  expect(await listed()).toEqual(ids.slice(2))
  await at.ben.ask('DELETE', `/invitations/${ids[50]}`)
  expect(await listed()).toEqual(ids.slice(1).filter((id) => id !== ids[50]))
  expect((await at.accept(at.ben, { invitation: ids[0] })).status).toBe(200)
})

test('[INV-3] a personal invitation is found and used by that person alone, once', async () => {
  await using at = await setUp()
  const socket = await at.ben.socket()
  const invitation = await at.invite({ user: at.ben.id })
  expect(invitation.code).toBeUndefined()
  expect(await socket.hears(`user:${at.ben.id}`, 1)).toMatchObject([
    { type: 'invitation.created', invitation: { roomName: 'A room', by: { id: at.ana.id } } },
  ])
  expect((await at.ben.ask('GET', '/invitations')).invitations).toEqual([invitation])
  expect((await at.cleo.ask('GET', '/invitations')).invitations).toEqual([])
  const refused = await at.accept(at.cleo, { invitation: invitation.id })
  expect([refused.status, refused.body.code]).toEqual([410, 'invitation_over'])
  expect((await at.accept(at.ben, { invitation: invitation.id })).status).toBe(200)
  await at.ben.ask('DELETE', `/rooms/${at.room.id}/members/me`)
  expect((await at.accept(at.ben, { invitation: invitation.id })).status).toBe(410)
  expect((await at.ben.ask('GET', '/invitations')).invitations).toEqual([])
})

test('[INV-4] one that was taken back, declined or never was: the same answer; the staff alone invite', async () => {
  await using at = await setUp()
  const link = await at.invite()
  const personal = await at.invite({ user: at.ben.id })
  expect((await at.cleo.call('DELETE', `/invitations/${personal.id}`)).status).toBe(404)
  await at.ben.ask('DELETE', `/invitations/${personal.id}`)
  await at.ana.ask('DELETE', `/invitations/${link.id}`)
  for (const body of [{ code: link.code }, { invitation: personal.id }, { code: 'never-was' }])
    expect((await at.accept(at.ben, body)).body.code).toBe('invitation_over')
  await at.ana.ask('PUT', `/rooms/${at.room.id}/members/${at.cleo.id}`)
  const path = `/rooms/${at.room.id}/invitations`
  expect((await at.cleo.call('POST', path, {})).body.code).toBe('forbidden')
  expect((await at.cleo.call('GET', path)).body.code).toBe('forbidden')
  expect((await at.ben.call('GET', path)).body.code).toBe('not_found')
  expect((await at.accept(at.ben, { code: 'a', invitation: personal.id })).status).toBe(400)
})

test('[INV-5] an invitation ends by its time', async () => {
  await using at = await setUp()
  const { code, expiresAt } = await at.invite({ seconds: 1 })
  while (Date.now() <= Date.parse(expiresAt)) await Bun.sleep(20)
  expect((await at.accept(at.ben, { code })).body.code).toBe('invitation_over')
  const { invitations } = await at.ana.ask('GET', `/rooms/${at.room.id}/invitations`)
  expect(invitations).toEqual([])
})

test('[REQ-12] an invitation by name is answered alike for everybody, and unseen by who wants none', async () => {
  await using at = await strangers()
  const { ana, ben, cleo } = at
  await cleo.ask('PATCH', '/me/consent', { requestsFrom: 'rooms' })
  const { id: room } = (await at.group(ana)).body
  const invite = (body: object) => ana.call('POST', `/rooms/${room}/invitations`, body)
  const answers = []
  for (const { id } of [ben, cleo, NOBODY]) {
    const { status, body } = await invite({ user: id })
    const { id: invitation, user, createdAt, ...rest } = body
    expect([invitation, user, Date.parse(createdAt) > 0]).toEqual([expect.any(String), id, true])
    answers.push({ status, rest })
    expect((await ana.call('GET', `/invitations/${invitation}`)).status).toBe(200)
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  const { invitations } = await ben.ask('GET', '/invitations')
  expect(invitations).toMatchObject([{ room, by: { name: 'Ana' } }])
  expect((await cleo.ask('GET', '/invitations')).invitations).toEqual([])
  expect((await ana.ask('GET', `/rooms/${room}/invitations`)).invitations).toHaveLength(3)
  // Who accepts is in, though they share no room; the invitation of nobody can be taken back.
  const joined = await ben.call('POST', '/invitations/accept', { invitation: invitations[0].id })
  expect(joined.status).toBe(200)
  const { invitations: rest } = await ana.ask('GET', `/rooms/${room}/invitations`)
  for (const { id } of rest)
    expect((await ana.call('DELETE', `/invitations/${id}`)).status).toBe(204)
  const both = await invite({ user: ben.id, maxUses: 2 })
  expect([both.status, both.body.code]).toEqual([400, 'invalid_input'])
})
