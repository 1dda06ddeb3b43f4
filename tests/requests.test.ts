import { expect, test } from 'bun:test'
import { codes, NOBODY, strangers } from './support/consent.ts'
import { parlance } from './support/parlance.ts'
import { quotasOf } from './support/quotas.ts'

const DAY = 24 * 60 * 60 * 1000
const ofRequests = (event: { type: string }) => event.type.startsWith('request.')

test('[REQ-1] strangers are put into no dm and no group, with one answer for users who exist or not', async () => {
  await using at = await strangers()
  const { ana, ben, cleo } = at
  const own = (await at.group(ana)).body
  const answers = [
    await at.dm(ana, ben),
    await at.dm(ana, NOBODY),
    await at.group(ana, ben),
    await at.group(ana, NOBODY),
    await ana.call('PUT', `/rooms/${own.id}/members/${ben.id}`),
    await ana.call('PUT', `/rooms/${own.id}/members/${NOBODY.id}`),
  ]
  expect(codes(...answers)).toEqual(Array(6).fill('consent_required'))
  expect(answers[0]?.body).toEqual(answers[1]?.body)
  expect(answers[0]?.body.detail).toContain('requests.create')
  expect((await ben.ask('GET', '/rooms')).rooms).toEqual([])
  // Users in a common room can, and so can the app.
  await at.meet(ana, ben)
  expect((await at.dm(ana, ben)).status).toBe(201)
  expect((await at.group(ana, ben)).status).toBe(201)
  expect((await at.group(ana, ben, cleo)).body.code).toBe('consent_required')
  const members = [{ user: cleo.id }, { user: ben.id }]
  expect((await at.app.call('POST', '/rooms', { type: 'dm', members })).status).toBe(201)
  expect((await at.app.call('PUT', `/rooms/${own.id}/members/${cleo.id}`)).status).toBe(200)
})

test('[REQ-1] where the operator turns requests off everybody can be added', async () => {
  await using at = await strangers({ PARLANCE_REQUESTS: 'off' })
  expect((await at.dm(at.ana, at.ben)).status).toBe(201)
  expect((await at.group(at.ana, at.ben)).status).toBe(201)
  expect((await at.dm(at.ana, NOBODY)).body.code).toBe('not_found')
})

test('[REQ-2] a request is answered alike for users who see it, who do not, and who do not exist', async () => {
  await using at = await strangers()
  const { ana, ben, cleo } = at
  await cleo.ask('PATCH', '/me/consent', { requestsFrom: 'nobody' })
  const socket = await ana.socket()
  for (const { id } of [ben, cleo, NOBODY]) {
    const { status, body } = await at.request(ana, { id }, 'It is Ana')
    expect(status).toBe(201)
    expect(body).toEqual({
      id: expect.stringMatching(/^req_/),
      from: { id: ana.id, name: 'Ana' },
      user: id,
      text: 'It is Ana',
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
    })
    expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBe(30 * DAY)
    // Asking again changes nothing, whatever the text.
    const again = await at.request(ana, { id }, 'again')
    expect([again.status, again.body]).toEqual([200, body])
    expect(await ana.ask('GET', `/requests/${body.id}`)).toEqual(body)
  }
  const events = (await socket.hears(`user:${ana.id}`, 3)).filter(ofRequests)
  expect(events.map(({ type }) => type)).toEqual(Array(3).fill('request.created'))
  expect((await at.sent(ana)).map(({ user }: { user: string }) => user)).toEqual([
    NOBODY.id,
    cleo.id,
    ben.id,
  ])
  expect(await at.requests(ben)).toMatchObject([{ from: { name: 'Ana' }, text: 'It is Ana' }])
  expect(await at.requests(cleo)).toEqual([])
  // Ana learns nothing of Ben.
  expect((await ana.ask('GET', `/users?id=${ben.id}`)).users).toEqual([])
  expect((await at.request(ana, ana)).body.code).toBe('invalid_input')
  const long = await at.request(ana, ben, 'x'.repeat(251))
  expect(long.body.fields).toHaveProperty('text')
})

test('[REQ-3] an accepted request makes the dm of the two, for good; both receive the event', async () => {
  await using at = await strangers()
  const { ana, ben, cleo } = at
  const { id } = (await at.request(ana, ben)).body
  const sockets = [await ana.socket(), await ben.socket()] as const
  for (const who of [ana, cleo])
    expect((await who.call('POST', `/requests/${id}/accept`)).body.code).toBe('not_found')
  const room = await ben.ask('POST', `/requests/${id}/accept`)
  expect(room).toMatchObject({ type: 'dm', memberCount: 2 })
  // Accepting again changes nothing.
  expect((await ben.ask('POST', `/requests/${id}/accept`)).id).toBe(room.id)
  for (const [i, who] of [ana, ben].entries()) {
    const heard = await sockets[i as 0 | 1].hears(`user:${who.id}`, 1)
    expect(heard).toMatchObject([{ type: 'request.accepted', request: id, room: room.id }])
    expect((await who.ask('GET', '/rooms')).rooms).toMatchObject([{ id: room.id }])
  }
  expect([await at.requests(ben), await at.sent(ana)]).toEqual([[], []])
  expect((await ben.call('GET', `/requests/${id}`)).body.code).toBe('not_found')
  expect((await at.dm(ana, ben)).body.id).toBe(room.id)
  // Either may add the other elsewhere, too.
  expect(codes(await at.group(ana, ben), await at.group(ben, ana))).toEqual([201, 201])
})

test('[REQ-3] a request that many answer at once is answered once', async () => {
  await using at = await strangers()
  const { ana, ben } = at
  for (let round = 0; round < 4; round++) {
    const asker = await at.server.user('Asker')
    const { id } = await asker.ask('POST', '/requests', { user: ben.id })
    const answers = await Promise.all([
      ben.call('POST', `/requests/${id}/accept`),
      ben.call('POST', `/requests/${id}/decline`, {}),
      asker.call('DELETE', `/requests/${id}`),
    ])
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1)
  }
  const both = await Promise.all([at.request(ana, ben), at.request(ana, ben)])
  expect(codes(...both).sort()).toEqual([200, 201])
})

test('[REQ-4] the asker does not learn of a refusal, which keeps later requests away', async () => {
  await using at = await strangers({ PARLANCE_REQUESTS_PER_USER: '9' })
  const { ana, ben } = at
  const socket = await ana.socket()
  const first = (await at.request(ana, ben)).body
  const own = await ben.socket()
  await ben.ask('POST', `/requests/${first.id}/decline`, {})
  expect(await own.hears(`user:${ben.id}`, 1)).toMatchObject([
    { type: 'request.declined', request: first.id },
  ])
  expect(await at.requests(ben)).toEqual([])
  expect(await at.sent(ana)).toEqual([first])
  expect((await at.request(ana, ben)).body).toEqual(first)
  // Withdrawn and sent again it is dropped, as is one after 29 days.
  await ana.ask('DELETE', `/requests/${first.id}`)
  const second = (await at.request(ana, ben)).body
  expect(await at.sent(ana)).toEqual([second])
  await ana.ask('DELETE', `/requests/${second.id}`)
  await at.passed(29 * DAY)
  const third = (await at.request(ana, ben)).body
  expect(await at.requests(ben)).toEqual([])
  await ana.ask('DELETE', `/requests/${third.id}`)
  await at.passed(2 * DAY)
  const fourth = (await at.request(ana, ben)).body
  expect(await at.requests(ben)).toEqual([fourth])
  await ben.ask('POST', `/requests/${fourth.id}/decline`, { forGood: true })
  await at.passed(400 * DAY)
  const fifth = (await at.request(ana, ben)).body
  expect(await at.sent(ana)).toEqual([fifth])
  expect(await at.requests(ben)).toEqual([])
  const heard = (await socket.hears(`user:${ana.id}`, 8)).map(({ type }) => type)
  expect(new Set(heard)).toEqual(new Set(['request.created', 'request.deleted']))
  // Ben asks Ana: his refusal ends, without a trace in Ana's list.
  await ben.ask('POST', '/requests', { user: ana.id })
  expect(await at.sent(ana)).toEqual([fifth])
  await ana.ask('DELETE', `/requests/${fifth.id}`)
  const sixth = (await at.request(ana, ben)).body
  expect(await at.requests(ben)).toEqual([sixth])
})

test('[REQ-5] a request ends after 30 days, and when it is withdrawn', async () => {
  await using at = await strangers()
  const { ana, ben, cleo } = at
  const socket = await ben.socket()
  const { id } = (await at.request(ana, ben)).body
  expect((await cleo.call('DELETE', `/requests/${id}`)).body.code).toBe('not_found')
  expect((await ben.call('DELETE', `/requests/${id}`)).body.code).toBe('not_found')
  await ana.ask('DELETE', `/requests/${id}`)
  expect(await socket.hears(`user:${ben.id}`, 2)).toMatchObject([
    { type: 'request.created' },
    { type: 'request.deleted', request: id },
  ])
  expect([await at.requests(ben), await at.sent(ana)]).toEqual([[], []])
  const next = (await at.request(ana, ben)).body
  expect(await at.requests(ben)).toHaveLength(1)
  await at.passed(31 * DAY)
  expect([await at.requests(ben), await at.sent(ana)]).toEqual([[], []])
  for (const path of ['accept', 'decline'])
    expect((await ben.call('POST', `/requests/${next.id}/${path}`, {})).body.code).toBe('not_found')
  expect((await at.request(ana, ben)).status).toBe(201)
})

test('[REQ-5] the requests of a deleted user end, and their text is gone', async () => {
  await using at = await strangers()
  const { ana, ben } = at
  const socket = await ben.socket()
  const { id } = (await at.request(ana, ben, 'It is Ana')).body
  await at.app.ask('DELETE', `/users/${ana.id}`)
  expect(await socket.hears(`user:${ben.id}`, 2)).toMatchObject([
    { type: 'request.created' },
    { type: 'request.deleted', request: id },
  ])
  expect(await at.requests(ben)).toEqual([])
  const again = await ben.socket({ cursor: socket.ready.cursor })
  const [created] = await again.hears(`user:${ben.id}`, 1)
  expect(created).toMatchObject({ request: { from: { name: 'Deleted user' } } })
  expect(created).not.toHaveProperty('request.text')
})

test('[REQ-6] a user has a limited number of requests, withdrawn ones of a day included', async () => {
  await using at = await strangers({ PARLANCE_REQUESTS_PER_USER: '2' })
  const { ana } = at
  const made = []
  for (const id of ['one', 'two']) made.push((await at.request(ana, { id })).body)
  expect((await at.request(ana, { id: 'three' })).body.code).toBe('too_many')
  expect((await at.request(ana, { id: 'two' })).status).toBe(200)
  await ana.ask('DELETE', `/requests/${made[0].id}`)
  expect((await at.request(ana, { id: 'three' })).body.code).toBe('too_many')
  await at.passed(DAY + 1000)
  expect((await at.request(ana, { id: 'three' })).status).toBe(201)
  expect((await at.request(ana, { id: 'four' })).body.code).toBe('too_many')
})

test('[REQ-7] each user sets who may reach them, and nobody else reads the setting', async () => {
  await using at = await strangers()
  const { ana, ben, cleo } = at
  const socket = await ben.socket()
  expect(await ben.ask('GET', '/me/consent')).toEqual({ requestsFrom: 'everyone' })
  const set = (requestsFrom: string) => ben.ask('PATCH', '/me/consent', { requestsFrom })
  expect(await set('rooms')).toEqual({ requestsFrom: 'rooms' })
  expect(await socket.hears(`user:${ben.id}`, 1)).toMatchObject([
    { type: 'consent.updated', consent: { requestsFrom: 'rooms' } },
  ])
  await at.request(ana, ben)
  await at.meet(ben, cleo)
  const { id } = (await at.request(cleo, ben)).body
  expect(await at.requests(ben)).toMatchObject([{ id }])
  expect((await at.group(cleo, ben)).status).toBe(201)
  await set('nobody')
  expect(codes(await at.group(cleo, ben), await at.dm(cleo, ben))).toEqual(
    Array(2).fill('consent_required'),
  )
  await ben.ask('POST', `/requests/${id}/accept`)
  expect(codes(await at.group(cleo, ben), await at.dm(cleo, ben))).toEqual([201, 200])
  expect(JSON.stringify(await cleo.ask('GET', `/users?id=${ben.id}`))).not.toContain('nobody')
})

test('[REQ-11] the app lists and answers the requests of a user', async () => {
  await using at = await strangers()
  const { ana, ben, cleo, app } = at
  const dropped = await at.server.user('Dan')
  const first = (await at.request(ana, ben, 'one')).body
  const second = (await at.request(cleo, ben, 'two')).body
  const path = `/users/${ben.id}/requests`
  expect((await app.ask('GET', path)).requests).toEqual([second, first])
  const page = await app.ask('GET', `${path}?limit=1`)
  expect(page).toEqual({ requests: [second], next: second.id })
  expect(await app.ask('GET', `${path}?after=${page.next}`)).toEqual({ requests: [first] })
  const room = await app.ask('POST', `/requests/${first.id}/accept`)
  expect((await ana.ask('GET', '/rooms')).rooms).toMatchObject([{ id: room.id, type: 'dm' }])
  await app.ask('POST', `/requests/${second.id}/decline`, { forGood: true })
  expect((await app.ask('GET', path)).requests).toEqual([])
  expect(await at.sent(cleo)).toEqual([second])
  await ben.ask('PATCH', '/me/consent', { requestsFrom: 'nobody' })
  const unseen = (await at.request(dropped, ben)).body
  expect((await app.call('POST', `/requests/${unseen.id}/accept`)).body.code).toBe('not_found')
  expect((await app.call('GET', `/users/${NOBODY.id}/requests`)).body.code).toBe('not_found')
})

test('[REQ-10] what the user who asks has used of a quota is the same for users who exist or not', async () => {
  await using at = await strangers()
  const { ana, ben, cleo, server } = at
  await cleo.ask('PATCH', '/me/consent', { requestsFrom: 'nobody' })
  const asking = async (name: string, { id: user }: { readonly id: string }) => {
    const asker = await server.user(name)
    const { id: room } = (await at.group(asker)).body
    const request = (await at.request(asker, { id: user })).body
    await at.request(asker, { id: user })
    const invitation = await asker.ask('POST', `/rooms/${room}/invitations`, { user })
    await asker.ask('DELETE', `/requests/${request.id}`)
    await asker.ask('DELETE', `/invitations/${invitation.id}`)
    return asker
  }
  const askers = [
    await asking('Dora', ben),
    await asking('Emil', cleo),
    await asking('Fay', NOBODY),
  ]
  const { id: room } = (await at.group(ana)).body
  await ana.send(room, 'one event')
  // A server that stops has stored all that was used.
  await server.stop()
  await using again = await parlance({ ...server.place })
  const used = async (who: typeof ana) => (await quotasOf(who.at(again.url)))['eventsPerDay']?.used
  const [some = 0, ...others] = await Promise.all(askers.map(used))
  expect(others).toEqual([some, some])
  // The group and four commands.
  const group = ((await used(ana)) ?? 0) - 1
  expect(some).toBe(group + 4)
})
