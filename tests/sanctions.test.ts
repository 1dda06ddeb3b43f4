import { describe, expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { BUSES, nodes } from './support/nodes.ts'
import { type Parlance, parlance, token } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

const inAMinute = () => new Date(Date.now() + 60_000).toISOString()

async function setUp(settings: Record<string, string> = {}) {
  const server = await parlance(settings)
  const [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map(server.user))
  if (!ana || !ben || !cleo) throw new Error('a user is missing')
  for (const each of [ana, ben, cleo]) await each.ask('GET', '/me')
  const room = await ana.room('public', ben, cleo)
  const sanction = (by: Client, kind: string, user: Client, more: object = {}) =>
    by.call('POST', `/rooms/${room.id}/sanctions`, { kind, user: user.id, ...more })
  const say = (by: Client) => by.call('POST', `/rooms/${room.id}/messages`, { text: 'x' })
  return {
    server,
    ana,
    ben,
    cleo,
    room,
    sanction,
    say,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

const role = (server: Parlance, { id }: Client, value: string) =>
  server.backend().ask('PATCH', `/users/${id}`, { role: value })

const codeOf = ({ status, body }: { status: number; body: { code?: string } }) =>
  status < 300 ? status : body.code

describe('[SAN-1] a ban from a room', () => {
  test('[SAN-1] removes the member, and lets the user in again on no way', async () => {
    await using at = await setUp()
    const { ana, ben, cleo, room } = at
    const socket = await ben.socket()
    expect(codeOf(await at.sanction(ana, 'ban', ben, { reason: 'too loud' }))).toBe(201)
    const events = await socket.hears(room.id, 1)
    expect(events.at(-1)?.type).toBe('member.left')
    const refused = await ben.call('PUT', `/rooms/${room.id}/members/me`)
    expect([refused.status, refused.body.code]).toEqual([403, 'banned'])
    expect(codeOf(await ana.call('PUT', `/rooms/${room.id}/members/${ben.id}`))).toBe('banned')
    const { code } = await ana.ask('POST', `/rooms/${room.id}/invitations`, {})
    expect(codeOf(await ben.call('POST', '/invitations/accept', { code }))).toBe('banned')
    const put = await at.server.backend().call('PUT', `/rooms/${room.id}/members/${ben.id}`)
    expect(codeOf(put)).toBe('banned')
    await ana.ask('PATCH', `/rooms/${room.id}`, { entry: 'request' })
    expect(codeOf(await ben.call('POST', `/rooms/${room.id}/join-requests`, {}))).toBe('banned')
    expect(codeOf(await cleo.call('PUT', `/rooms/${room.id}/members/me`))).toBe(200)
  })

  test('[SAN-1] ends at its time, and when it is lifted', async () => {
    await using at = await setUp()
    const { ana, ben, room } = at
    const until = new Date(Date.now() + 1500).toISOString()
    await at.sanction(ana, 'ban', ben, { until })
    const join = () => ben.call('PUT', `/rooms/${room.id}/members/me`)
    expect((await join()).body).toMatchObject({ code: 'banned', until })
    await waitFor(async () => (await join()).status === 200)
    expect(await ana.ask('GET', `/rooms/${room.id}/sanctions`)).toEqual({ sanctions: [] })
    const { body } = await at.sanction(ana, 'ban', ben)
    const endless = (await join()).body
    expect([endless.code, endless.until]).toEqual(['banned', undefined])
    await ana.ask('DELETE', `/rooms/${room.id}/sanctions/${body.id}`)
    expect((await join()).status).toBe(200)
    const again = await ana.call('DELETE', `/rooms/${room.id}/sanctions/${body.id}`)
    expect(codeOf(again)).toBe('not_found')
  })

  test('[SAN-1] bans a user who has left, and shows nothing of one who was never there', async () => {
    await using at = await setUp()
    const { ana, ben, room } = at
    await ben.ask('DELETE', `/rooms/${room.id}/members/me`)
    expect(codeOf(await at.sanction(ana, 'ban', ben))).toBe(201)
    const gus = await at.server.user('Gus')
    await gus.ask('GET', '/me')
    const nobody = { ...gus, id: 'nobody-at-all' } as unknown as Client
    const answers = [await at.sanction(ana, 'ban', gus), await at.sanction(ana, 'ban', nobody)]
    expect(answers[0]).toEqual(answers[1] as never)
    expect(codeOf(answers[0] as never)).toBe('not_found')
  })
})

test('[SAN-1] of bans at the same time on several nodes one is in force, and ends for good', async () => {
  await using cluster = await nodes(DATABASE === 'sqlite' ? 1 : 2)
  const ben = await cluster.at(0).user('Ben')
  await ben.ask('GET', '/me')
  const [backend, other] = [cluster.at(0).backend(), cluster.at(1).backend()]
  const ban = (by = other) => by.call('POST', '/sanctions', { kind: 'ban', user: ben.id })
  const inForce = async () => (await backend.ask('GET', '/sanctions')).sanctions
  for (let round = 0; round < 5; round++) {
    const bans = Array.from({ length: 8 }, (_, n) => ban(n % 2 === 0 ? backend : other))
    for (const { status } of await Promise.all(bans)) expect(status).toBe(201)
    const [first, ...more] = await inForce()
    expect(more).toEqual([])
    await Promise.all([ban(), backend.call('DELETE', `/sanctions/${first.id}`)])
    expect(await inForce()).toHaveLength(1)
    // A fresh token, because a known one is read again after some seconds only.
    const fresh = cluster.at(0).as(await token({ sub: ben.id, name: 'Ben', jti: `${round}` }))
    expect((await fresh.call('GET', '/rooms')).body.code).toBe('banned')
  }
})

describe('[SAN-2] a mute', () => {
  test('[SAN-2] lets the member read, and refuses what writes, on every transport', async () => {
    await using at = await setUp()
    const { ana, ben, room } = at
    const sent = await ben.send(room.id, 'before')
    const { body } = await at.sanction(ana, 'mute', ben, { until: inAMinute() })
    const base = `/rooms/${room.id}/messages`
    const refused = await at.say(ben)
    expect([refused.status, refused.body.code]).toEqual([403, 'muted'])
    expect(refused.body.detail ?? refused.body.message).toContain(body.until)
    expect(refused.body.until).toBe(body.until)
    expect(codeOf(await ben.call('PATCH', `${base}/${sent.id}`, { text: 'y' }))).toBe('muted')
    const react = await ben.call('PUT', `${base}/${sent.id}/reactions/${encodeURIComponent('👍')}`)
    expect(codeOf(react)).toBe('muted')
    const socket = await ben.socket()
    const send = { room: room.id, text: 'x' }
    expect(await socket.command('messages.send', send)).toBe('muted')
    expect(await socket.command('typing.start', { room: room.id })).toBe('muted')
    const graphql = await fetch(`${at.server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ben.token}` },
      body: JSON.stringify({
        query: `mutation { sendMessage(input: { room: "${room.id}", text: "x" }) { id } }`,
      }),
    })
    const { extensions } = (await graphql.json()).errors[0]
    expect(extensions).toEqual({ code: 'muted', until: body.until })
    expect((await ben.call('GET', base)).status).toBe(200)
    const { members } = await ana.ask('GET', `/rooms/${room.id}/members`)
    const member = members.find((each: { user: { id: string } }) => each.user.id === ben.id)
    expect(member.mutedUntil).toBe(body.until)
    const explained = await ben.ask('GET', `/permissions/messages.send?room=${room.id}`)
    expect(explained).toMatchObject({ allowed: false, rule: 'condition', condition: 'notMuted' })
    await ana.ask('DELETE', `/rooms/${room.id}/sanctions/${body.id}`)
    expect((await at.say(ben)).status).toBe(201)
  })

  test('[SAN-2] stays when the member leaves and joins again, and a later one takes its place', async () => {
    await using at = await setUp()
    const { ana, ben, room } = at
    await at.sanction(ana, 'mute', ben)
    await ben.ask('DELETE', `/rooms/${room.id}/members/me`)
    await ben.ask('PUT', `/rooms/${room.id}/members/me`)
    expect(codeOf(await at.say(ben))).toBe('muted')
    const until = new Date(Date.now() + 1000).toISOString()
    await at.sanction(ana, 'mute', ben, { until })
    expect((await ana.ask('GET', `/rooms/${room.id}/sanctions`)).sanctions).toHaveLength(1)
    await waitFor(async () => (await at.say(ben)).status === 201)
  })

  test('[SAN-2] a mute on the server counts in every room', async () => {
    await using at = await setUp()
    const { ben, cleo } = at
    await role(at.server, cleo, 'moderator')
    const made = await cleo.call('POST', '/sanctions', { kind: 'mute', user: ben.id })
    expect(made.status).toBe(201)
    expect(codeOf(await at.say(ben))).toBe('muted')
    const own = await ben.room('group')
    expect(codeOf(await ben.call('POST', `/rooms/${own.id}/messages`, { text: 'x' }))).toBe('muted')
    await cleo.ask('DELETE', `/sanctions/${made.body.id}`)
    expect((await at.say(ben)).status).toBe(201)
  })
})

describe('[SAN-3] a ban from the server', () => {
  test('[SAN-3] ends the connections after a last event, and leaves only what an appeal needs', async () => {
    await using at = await setUp()
    const { ben, cleo, room } = at
    await role(at.server, cleo, 'moderator')
    const [socket, stream] = [await ben.socket(), await ben.stream()]
    const ban = { kind: 'ban', user: ben.id, reason: 'spam', until: inAMinute() }
    const made = await cleo.call('POST', '/sanctions', ban)
    expect(made.status).toBe(201)
    expect((await socket.ends()).code).toBe(4403)
    const [event] = await socket.hears(`user:${ben.id}` as never, 1)
    expect(event).toMatchObject({ type: 'sanction.created', sanction: { reason: 'spam' } })
    expect(JSON.stringify(event)).not.toContain(cleo.id)
    await stream.hears(`user:${ben.id}` as never, 1)
    for (const refused of [
      await at.say(ben),
      await ben.call('GET', '/rooms'),
      await ben.call('POST', '/tickets', {}),
      await ben.call('GET', `/rooms/${room.id}/messages`),
    ]) {
      expect([refused.status, refused.body.code]).toEqual([403, 'banned'])
    }
    const { sanctions } = await ben.ask('GET', '/me/sanctions')
    expect(sanctions).toMatchObject([{ id: made.body.id, reason: 'spam' }])
    expect(sanctions[0].by).toBeUndefined()
    const appeal = `/me/sanctions/${made.body.id}/appeal`
    await ben.ask('POST', appeal, { text: 'It was not me' })
    expect(codeOf(await ben.call('POST', appeal, { text: 'again' }))).toBe('too_many')
    const listed = await cleo.ask('GET', '/sanctions')
    expect(listed.sanctions[0].appeal.text).toBe('It was not me')
    const answer = { outcome: 'lifted', note: 'sorry' }
    await cleo.ask('POST', `/sanctions/${made.body.id}/answer`, answer)
    await waitFor(async () => (await at.say(ben)).status === 201)
  })

  test('[SAN-3] ends while its user reconnects', async () => {
    await using at = await setUp()
    const { ben } = at
    const until = new Date(Date.now() + 1200).toISOString()
    await at.server.backend().ask('POST', '/sanctions', { kind: 'ban', user: ben.id, until })
    expect(codeOf(await at.say(ben))).toBe('banned')
    await waitFor(async () => (await at.say(ben)).status === 201)
    const socket = await ben.socket()
    expect(await socket.command('me.get', {})).toMatchObject({ id: ben.id })
  })
})

test('[SAN-8] a shadow ban hides what its user sends from others, ends, and is told to the staff only', async () => {
  await using at = await setUp()
  const { ana, ben, cleo, room, server } = at
  await role(server, ana, 'moderator')
  const [own, staff] = [await ben.socket(), await ana.socket()]
  const ban = { kind: 'shadow_ban', user: ben.id, until: new Date(Date.now() + 1500).toISOString() }
  const made = await ana.call('POST', '/sanctions', ban)
  expect(made.status).toBe(201)
  await ben.send(room.id, 'hidden')
  const texts = async (client: Client) => (await client.history(room.id)).map(({ text }) => text)
  expect(await texts(ben)).toEqual(['hidden'])
  expect(await texts(ana)).toEqual(['hidden'])
  expect(await texts(cleo)).toEqual([])
  await staff.hears(`user:${ana.id}` as never, 1)
  await own.hears(room.id, 1)
  expect(own.events.some(({ type }) => type.startsWith('sanction'))).toBe(false)
  expect(await ben.ask('GET', '/me/sanctions')).toEqual({ sanctions: [] })
  const appeal = await ben.call('POST', `/me/sanctions/${made.body.id}/appeal`, { text: 'why' })
  expect(codeOf(appeal)).toBe('not_found')
  await waitFor(async () => {
    await ben.send(room.id, 'seen')
    return (await texts(cleo)).includes('seen')
  })
  expect(await texts(cleo)).not.toContain('hidden')
  const inRoom = { kind: 'shadow_ban', user: ben.id, room: room.id }
  expect(codeOf(await server.backend().call('POST', '/sanctions', inRoom))).toBe('invalid_input')
})

test('[SAN-4] nobody acts on themselves, or on a role that is not lower', async () => {
  await using at = await setUp()
  const { ana, ben, cleo, room, server } = at
  await ana.ask('PATCH', `/rooms/${room.id}/members/${ben.id}`, { role: 'moderator' })
  expect(codeOf(await at.sanction(ben, 'mute', ana))).toBe('forbidden')
  expect(codeOf(await at.sanction(ben, 'ban', ana))).toBe('forbidden')
  expect(codeOf(await at.sanction(ana, 'ban', ana))).toBe('forbidden')
  expect(codeOf(await at.sanction(cleo, 'mute', ben))).toBe('forbidden')
  expect(codeOf(await at.sanction(ben, 'mute', cleo))).toBe(201)
  await role(server, ana, 'administrator')
  await role(server, cleo, 'moderator')
  const on = (by: Client, user: Client) =>
    by.call('POST', '/sanctions', { kind: 'ban', user: user.id })
  expect(codeOf(await on(cleo, ana))).toBe('forbidden')
  expect(codeOf(await on(ana, ana))).toBe('forbidden')
  expect(codeOf(await on(ben, cleo))).toBe('forbidden')
  const byApp = await server.backend().call('POST', '/sanctions', { kind: 'ban', user: ana.id })
  expect(codeOf(byApp)).toBe('last_administrator')
  expect(codeOf(await on(ana, cleo))).toBe(201)
})

test('[SAN-6] the staff hears of a ban and of its end, other members do not', async () => {
  await using at = await setUp()
  const { ana, ben, cleo } = at
  const [staff, other] = [await ana.socket(), await cleo.socket()]
  const { body } = await at.sanction(ana, 'mute', ben)
  await ana.ask('DELETE', `/rooms/${at.room.id}/sanctions/${body.id}`)
  const heard = await staff.hears(`user:${ana.id}` as never, 2)
  expect(heard.map(({ type }) => type)).toEqual(['sanction.created', 'sanction.ended'])
  await at.server.backend().ask('PATCH', `/users/${cleo.id}`, { name: 'Cleo K' })
  const [first] = await other.hears(`user:${cleo.id}` as never, 1)
  expect(first?.type).toBe('user.updated')
})

if (DATABASE !== 'sqlite')
  for (const [name, bus] of BUSES)
    test(`[SAN-7] on ${name}: a ban on one node counts on every other`, async () => {
      await using cluster = await nodes(3, { PARLANCE_REDIS_URL: bus })
      const ben = await cluster.at(0).user('Ben')
      await ben.ask('GET', '/me')
      const elsewhere = [1, 2].map((n) => cluster.at(n).as(ben.token))
      for (const each of elsewhere) await each.ask('GET', '/me')
      const sockets = await Promise.all(elsewhere.map((each) => each.socket()))
      await cluster.at(0).backend().ask('POST', '/sanctions', { kind: 'ban', user: ben.id })
      for (const socket of sockets) expect((await socket.ends()).code).toBe(4403)
      for (const each of elsewhere)
        await waitFor(async () => codeOf(await each.call('GET', '/rooms')) === 'banned')
    })
