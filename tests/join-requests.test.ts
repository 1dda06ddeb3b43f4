import { expect, test } from 'bun:test'
import type { Room } from '../protocol/entities.ts'
import { LIMITS } from '../protocol/limits.ts'
import type { Client } from './support/client.ts'
import { asked, graphql } from './support/graphql.ts'
import { parlance } from './support/parlance.ts'
import { refusedAt } from './support/quick.ts'

/** Ana owns an open room that is joined on request; Ben is one of its moderators, and Dora a plain member. */
async function setUp(settings: object = {}) {
  const server = await parlance()
  const [ana, ben, cleo, dora] = [
    await server.user('Ana'),
    await server.user('Ben'),
    await server.user('Cleo'),
    await server.user('Dora'),
  ]
  for (const who of [ben, cleo, dora]) await who.ask('GET', '/me')
  const room = await askedRoom(ana, [ben, dora], settings)
  const path = `/rooms/${room.id}`
  await ana.ask('PATCH', `${path}/members/${ben.id}`, { role: 'moderator' })
  return {
    server,
    ...{ ana, ben, cleo, dora, room, path },
    requests: `${path}/join-requests`,
    ask: (who: Client, body: object = {}) => who.call('POST', `${path}/join-requests`, body),
    answer: (who: Client, id: string, verb: string, body: object = {}) =>
      who.call('POST', `/join-requests/${id}/${verb}`, body),
    queue: async (who: Client) => (await who.ask('GET', `${path}/join-requests`)).joinRequests,
    mine: async (who: Client) => (await who.ask('GET', '/join-requests')).joinRequests,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

const askedRoom = (owner: Client, members: Client[], settings: object = {}): Promise<Room> =>
  owner.ask('POST', '/rooms', {
    type: 'public',
    name: 'Asked',
    entry: 'request',
    members: members.map(({ id }) => id),
    ...settings,
  })

const join = (who: Client, room: string) => who.call('PUT', `/rooms/${room}/members/me`)

test('[JRQ-1] a room with the entry `request` is not joined directly, on any transport; invitations and the staff let users in at once', async () => {
  await using at = await setUp()
  const refused = await join(at.cleo, at.room.id)
  expect([refused.status, refused.body.code]).toEqual([403, 'join_request_required'])
  const socket = await at.cleo.socket()
  const input = { room: at.room.id }
  expect(await socket.command('members.join', input)).toBe('join_request_required')
  const mutation = 'mutation ($input: JoinRoomInput!) { joinRoom(input: $input) { role } }'
  expect((await graphql(at.cleo, mutation, { input })).code).toBe('join_request_required')
  const quick = await refusedAt(at.server.url, { name: 'Eve', room: at.room.id })
  expect([quick[0], quick[2]]).toEqual([403, 'join_request_required'])

  const { code } = await at.ana.ask('POST', `${at.path}/invitations`, {})
  expect((await at.cleo.call('POST', '/invitations/accept', { code })).status).toBe(200)
  await at.ana.ask('DELETE', `${at.path}/members/${at.cleo.id}`)
  expect((await join(at.cleo, at.room.id)).body.code).toBe('join_request_required')
  await at.ben.ask('PUT', `${at.path}/members/${at.cleo.id}`)
  expect((await join(at.cleo, at.room.id)).status).toBe(200) // a member joins again: nothing changes

  await at.ana.ask('PATCH', at.path, { entry: 'open' })
  expect((await join(await at.server.user('Eli'), at.room.id)).status).toBe(200)
})

test('[JRQ-1] the settings are for open rooms only, and a group cannot be asked for', async () => {
  await using at = await setUp()
  const group = await at.ana.room('group')
  const app = at.server.backend()
  const dm = await at.ana.ask('POST', '/rooms', { type: 'dm', members: [at.ben.id] })
  for (const settings of [{ entry: 'request' }, { question: 'Why?' }, { preview: 'name' }]) {
    const [field = ''] = Object.keys(settings)
    const body = { type: 'group', name: 'Group', ...settings }
    for (const answer of [
      await at.ana.call('POST', '/rooms', body),
      await app.call('POST', '/rooms', body),
      await at.ana.call('PATCH', `/rooms/${group.id}`, settings),
      await app.call('PATCH', `/rooms/${group.id}`, settings),
      await app.call('PATCH', `/rooms/${dm.id}`, settings),
    ])
      expect([answer.status, Object.keys(answer.body.fields)]).toEqual([400, [field]])
    expect((await at.ben.call('PATCH', at.path, settings)).body.code).toBe('forbidden')
  }
  expect((await at.cleo.call('POST', `/rooms/${group.id}/join-requests`, {})).status).toBe(404)
  expect(group).not.toHaveProperty('entry')
  const open = await at.ana.room('announcement')
  expect(open).toMatchObject({ entry: 'open', preview: 'full' })
  const question = (await at.ana.ask('PATCH', at.path, { question: 'Why?' })).question
  expect(question).toBe('Why?')
  expect(await at.ana.ask('PATCH', at.path, { question: '' })).not.toHaveProperty('question')
})

test('[JRQ-2] a user asks once: the same request is returned, also of two at once', async () => {
  await using at = await setUp()
  const answers = await Promise.all([1, 2].map((n) => at.ask(at.cleo, { answer: `No. ${n}` })))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 201])
  expect(answers[0]?.body).toEqual(answers[1]?.body)
  const request = { room: at.room.id, roomName: 'Asked', user: { id: at.cleo.id, name: 'Cleo' } }
  expect(answers[0]?.body).toMatchObject(request)
  expect(await at.queue(at.ben)).toEqual([answers[0]?.body])
  expect(await at.mine(at.cleo)).toEqual([answers[0]?.body])
  expect((await at.ask(at.dora)).body.code).toBe('forbidden') // a member
  const open = await at.ana.room('public')
  const needless = await at.cleo.call('POST', `/rooms/${open.id}/join-requests`, {})
  expect(needless.body.code).toBe('forbidden')
})

test('[JRQ-2] a question must be answered, and the answer is bounded', async () => {
  await using at = await setUp({ question: 'Who sent you?' })
  for (const body of [{}, { answer: '' }, { answer: '\u200b' }]) {
    const refused = await at.ask(at.cleo, body)
    expect([refused.body.code, refused.body.fields.answer !== undefined]).toEqual([
      'invalid_input',
      true,
    ])
  }
  const tooLong = { answer: 'x'.repeat(LIMITS.answerLength + 1) }
  expect((await at.ask(at.cleo, tooLong)).body.code).toBe('invalid_input')
  expect((await at.ask(at.cleo, { answer: 'Ana' })).body.answer).toBe('Ana')
})

test('[JRQ-2] the requests of a user are bounded, and so is the queue of a room', async () => {
  await using at = await setUp()
  const create = async (who: Client, room: string) =>
    (await who.call('POST', `/rooms/${room}/join-requests`, {})).body
  const ids: string[] = []
  for (let n = 0; n < LIMITS.joinRequestsPerUser; n++)
    ids.push((await create(at.cleo, (await askedRoom(at.ana, [])).id)).id)
  expect((await create(at.cleo, at.room.id)).code).toBe('too_many')
  await at.cleo.ask('DELETE', `/join-requests/${ids[0]}`)
  expect((await create(at.cleo, at.room.id)).code).toBeUndefined()

  // A few at a time: a slow database server refuses commands that wait too long for the room (`unavailable`).
  let left = LIMITS.joinRequestsPerRoom - 1
  const fill = async () => {
    while (left-- > 0) {
      const other = await at.server.user(`Other${left}`)
      expect((await create(other, at.room.id)).code).toBeUndefined()
    }
  }
  await Promise.all(Array.from({ length: 16 }, fill))
  expect((await create(await at.server.user('Late'), at.room.id)).code).toBe('too_many')
  expect((await at.ana.call('DELETE', at.path)).status).toBe(204)
  expect(await at.mine(at.cleo)).toHaveLength(LIMITS.joinRequestsPerUser - 1)
}, 120_000)

test('[JRQ-3] the queue is for the staff, in pages, the oldest first; a request is for them and its user', async () => {
  await using at = await setUp()
  const people = await Promise.all(['Eli', 'Fay', 'Gus'].map(at.server.user))
  const ids: string[] = []
  for (const who of [at.cleo, ...people]) ids.push((await at.ask(who)).body.id)
  // Who asks again is the last one.
  await at.cleo.ask('DELETE', `/join-requests/${ids[0]}`)
  await at.ask(at.cleo)
  const first = await at.ben.ask('GET', `${at.requests}?limit=3`)
  const second = await at.ben.ask('GET', `${at.requests}?limit=3&after=${first.next}`)
  const all = [...first.joinRequests, ...second.joinRequests]
  expect(all.map(({ user }) => user.name)).toEqual(['Eli', 'Fay', 'Gus', 'Cleo'])
  expect(second.next).toBeUndefined()
  const query = `query ($room: ID!, $after: String) { joinRequests(room: $room, first: 3, after: $after) {
    nodes { id } pageInfo { endCursor hasNextPage } } }`
  const page = (await asked(at.ben, query, { room: at.room.id })).joinRequests
  const { endCursor: after, hasNextPage } = page.pageInfo
  const rest = (await asked(at.ben, query, { room: at.room.id, after })).joinRequests
  expect(hasNextPage).toBe(true)
  expect([...page.nodes, ...rest.nodes]).toEqual(all.map(({ id }) => ({ id })))

  expect((await at.dora.call('GET', at.requests)).body.code).toBe('forbidden')
  expect((await at.cleo.call('GET', at.requests)).body.code).toBe('forbidden')
  for (const who of [at.ana, at.ben, at.cleo])
    expect((await who.ask('GET', `/join-requests/${ids[0]}`)).user.id).toBe(at.cleo.id)
  for (const who of [at.dora, people[0] as Client])
    for (const [method, more] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/accept'],
      ['POST', '/decline'],
    ] as const) {
      const { body } = await who.call(
        method,
        `/join-requests/${ids[0]}${more}`,
        method === 'POST' ? {} : undefined,
      )
      expect(body.code).toBe('not_found')
    }
})

test('[JRQ-9] with the preview `name`, only members see what is in the room', async () => {
  const inside = { topic: 'Secret plans', data: { secret: true } }
  await using at = await setUp({ preview: 'name', question: 'Why?', ...inside })
  const shown = { name: 'Asked', entry: 'request', question: 'Why?', preview: 'name' }
  const hidden = { memberCount: 0, seq: 0 }
  const whole = { ...shown, ...inside, memberCount: 3 }
  const query = `query ($id: ID!) { room(id: $id) { topic data memberCount seq }
    rooms(type: public) { nodes { id topic data memberCount seq } } }`
  for (const who of [at.cleo, at.dora]) {
    const isMember = who === at.dora
    const listed = (await who.ask('GET', '/rooms?type=public')).rooms
    for (const room of [
      await who.ask('GET', at.path),
      listed.find(({ id }: Room) => id === at.room.id),
    ]) {
      expect(room).toMatchObject(isMember ? whole : { ...shown, ...hidden })
      expect([room.topic, room.data]).toEqual(
        isMember ? Object.values(inside) : [undefined, undefined],
      )
    }
    const answer = await asked(who, query, { id: at.room.id })
    const nodes = answer.rooms.nodes.filter(({ id }: Room) => id === at.room.id)
    for (const room of [answer.room, ...nodes])
      expect(room.topic).toBe(isMember ? inside.topic : null)
    expect(JSON.stringify(answer).includes('ecret')).toBe(isMember)
  }
  // The others see the room as it is, because everyone can join it.
  await at.ana.ask('PATCH', at.path, { preview: 'full' })
  expect(await at.cleo.ask('GET', at.path)).toMatchObject({ ...whole, preview: 'full' })
})

test('[JRQ-9] the history of a lobby that not everyone can join, or see, is not public', async () => {
  await using server = await parlance()
  const app = server.backend()
  const history = async () => (await fetch(`${server.url}/api/history`)).status
  expect(await history()).toBe(200)
  for (const settings of [{ entry: 'request' }, { entry: 'open', preview: 'name' }]) {
    await app.ask('PATCH', `/rooms/${server.lobby}`, settings)
    expect(await history()).toBe(403)
  }
  await app.ask('PATCH', `/rooms/${server.lobby}`, { preview: 'full' })
  expect(await history()).toBe(200)
})
