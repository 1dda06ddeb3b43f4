import { expect, test } from 'bun:test'
import type { Client } from './support/client.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

async function setUp() {
  const server = await parlance()
  const [ana, ben] = await Promise.all(['Ana', 'Ben'].map(server.user))
  if (!ana || !ben) throw new Error('a user is missing')
  const room = await ana.room('group', ben)
  const other = await ana.room('group', ben)
  await ben.send(room.id, 'in the room')
  await ben.send(other.id, 'in the other')
  const app = server.backend()
  const hold = (on: object) => app.ask('POST', '/legal-holds', { ...on, reason: 'Case 7' })
  return {
    ...{ server, app, ana, ben, room, other, hold },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

const stateOf = async (app: Client, id: string) => (await app.ask('GET', `/erasures/${id}`)).state
const inState = (app: Client, id: string, state: string) =>
  waitFor(async () => (await stateOf(app, id)) === state)
const lift = (app: Client, { id }: { id: string }) => app.ask('DELETE', `/legal-holds/${id}`)

test('[HLD-1] a user under a legal hold is not erased: the erasure waits, and goes on when the hold is lifted', async () => {
  await using at = await setUp()
  const { app, ana, ben, room } = at
  const first = await at.hold({ user: ben.id })
  const second = await at.hold({ user: ben.id })
  const asked = await app.call('POST', '/erasures', { user: ben.id, messages: 'delete' })
  expect([asked.status, asked.body.state]).toEqual([201, 'waiting'])
  const again = await ben.call('POST', '/me/erasure', { messages: 'delete' })
  expect([again.status, again.body]).toEqual([200, asked.body])
  expect((await app.call('DELETE', `/users/${ben.id}`)).body.code).toBe('legal_hold')
  expect((await ben.call('GET', '/me')).status).toBe(200)
  await lift(app, first)
  await ben.send(room.id, 'still held')
  await inState(app, asked.body.id, 'waiting')
  await lift(app, second)
  await inState(app, asked.body.id, 'done')
  expect((await ben.call('GET', '/threads')).body.code).toBe('user_deleted')
  expect(JSON.stringify(await ana.history(room.id))).not.toContain('held')
})

test('[HLD-2] messages in a room under a legal hold stay until it is lifted, and so does the room', async () => {
  await using at = await setUp()
  const { app, ana, ben, room, other } = at
  const held = await at.hold({ room: room.id })
  const refused = await app.call('DELETE', `/users/${ben.id}?messages=true`)
  expect([refused.status, refused.body.code]).toEqual([409, 'legal_hold'])
  const { id } = await app.ask('POST', '/erasures', { user: ben.id, messages: 'delete' })
  await inState(app, id, 'waiting')
  expect(JSON.stringify(await ana.history(room.id))).toContain('in the room')
  expect(JSON.stringify(await ana.history(other.id))).not.toContain('in the other')
  expect((await ana.call('DELETE', `/rooms/${room.id}`)).body.code).toBe('legal_hold')
  expect((await app.call('DELETE', `/rooms/${room.id}`)).body.code).toBe('legal_hold')
  await lift(app, held)
  await inState(app, id, 'done')
  expect(JSON.stringify(await ana.history(room.id))).not.toContain('in the room')
  await ana.ask('DELETE', `/rooms/${room.id}`)
})

test('[HLD-3] administrators and the app create, list and lift legal holds, and the audit log has each', async () => {
  await using at = await setUp()
  const { app, ana, ben, room } = at
  const body = { user: ben.id, reason: 'Case 8' }
  expect((await ana.call('POST', '/legal-holds', body)).body.code).toBe('forbidden')
  await app.ask('PATCH', `/users/${ana.id}`, { role: 'administrator' })
  const made = await ana.ask('POST', '/legal-holds', body)
  expect(made).toMatchObject({ ...body, by: ana.id })
  const ofRoom = await at.hold({ room: room.id })
  const { legalHolds } = await ana.ask('GET', '/legal-holds')
  expect(legalHolds).toEqual([ofRoom, made])
  expect((await app.ask('GET', '/legal-holds')).legalHolds).toEqual(legalHolds)
  for (const wrong of [{ reason: 'x' }, { user: ben.id, room: room.id, reason: 'x' }])
    expect((await ana.call('POST', '/legal-holds', wrong)).body.code).toBe('invalid_input')
  const nobody = await ana.call('POST', '/legal-holds', { user: 'nobody', reason: 'x' })
  expect(nobody.body.code).toBe('not_found')
  await ana.ask('DELETE', `/legal-holds/${made.id}`)
  expect((await ana.call('DELETE', `/legal-holds/${made.id}`)).body.code).toBe('not_found')
  expect((await ana.ask('GET', '/legal-holds')).legalHolds).toEqual([ofRoom])
  const { entries } = await app.ask('GET', `/audit?user=${ben.id}`)
  expect(entries.map(({ act, by, reason }: Record<string, string>) => [act, by, reason])).toEqual([
    ['legalHolds.delete', ana.id, 'Case 8'],
    ['legalHolds.create', ana.id, 'Case 8'],
  ])
  const socket = await ben.socket()
  expect(await socket.command('legalHolds.list', {})).toBe('forbidden')
})
