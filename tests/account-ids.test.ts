import { expect, test } from 'bun:test'
import { OPEN, PASSWORD, post, signUp } from './support/accounts.ts'
import { parlance, token } from './support/parlance.ts'

const ACCOUNT_ID = 'person_01jd6hc8w4f5wvfx3k0d9m2q7r'

test('[ACC-5] a guest who signs up keeps their id, rooms and messages; the token of the guest ends', async () => {
  await using server = await parlance(OPEN)
  const gus = await server.guest('Gus')
  const ben = await server.user('Ben')
  const room = await ben.room('group', gus)
  const { id } = await gus.send(room.id, 'as a guest')
  const socket = await gus.socket()
  const { ticket } = await gus.ask('POST', '/tickets')
  const { pair, client } = await signUp(server, 'gus', { guestToken: gus.token })
  expect(pair.user).toMatchObject({ id: gus.id, kind: 'person', handle: 'gus', name: 'Gus' })
  expect((await client.history(room.id)).map((message) => message.id)).toContain(id)
  expect(await socket.ends()).toEqual({ code: 4401, reason: 'session_ended' })
  expect(socket.events.at(-1)).toMatchObject({ type: 'session.ended', reason: 'signed_up' })
  expect((await gus.call('GET', '/me')).body.code).toBe('invalid_token')
  const stream = await fetch(`${server.url}/api/v1/events?ticket=${ticket}`)
  expect((await stream.json()).code).toBe('invalid_token')
  const again = await post(server, '/accounts', {
    handle: 'other',
    password: PASSWORD,
    guestToken: gus.token,
  })
  expect(again.body.code).toBe('invalid_token')
})

for (const [what, of] of [
  ['a token of the app', () => token({ sub: 'ana' })],
  ['a word', async () => 'word'],
] as const)
  test(`[ACC-5] ${what} is not the token of a guest`, async () => {
    await using server = await parlance(OPEN)
    const guestToken = await of()
    const { body } = await post(server, '/accounts', {
      handle: 'ana',
      password: PASSWORD,
      guestToken,
    })
    expect(body.code).toBe('invalid_token')
  })

test('[ACC-6] no token of the app names a user with an account, and neither do its keys', async () => {
  await using server = await parlance(OPEN)
  const { pair } = await signUp(server, 'ana')
  const app = server.backend()
  for (const sub of [pair.user.id, ACCOUNT_ID]) {
    const forged = server.as(await token({ sub, name: 'Eve' }))
    expect((await forged.call('GET', '/me')).body.code).toBe('invalid_token')
  }
  const { body } = await app.call('POST', '/users', { id: ACCOUNT_ID, name: 'Eve' })
  expect(body.code).toBe('invalid_input')
  expect((await app.call('POST', '/tokens', { user: pair.user.id })).body.code).toBe('forbidden')
  // Ids of apps that only begin alike stay theirs.
  const theirs = server.as(await token({ sub: 'person_12', name: 'Twelve' }))
  expect((await theirs.call('GET', '/me')).status).toBe(200)
})

test('[ACC-6] the app creates no token for a former guest', async () => {
  await using server = await parlance(OPEN)
  const gus = await server.guest('Gus')
  const app = server.backend()
  const { token: early } = await app.ask('POST', '/tokens', { user: gus.id })
  expect((await server.as(early).call('GET', '/me')).status).toBe(200)
  await signUp(server, 'gus', { guestToken: gus.token })
  expect((await server.as(early).call('GET', '/me')).body.code).toBe('invalid_token')
  expect((await app.call('POST', '/tokens', { user: gus.id })).body.code).toBe('forbidden')
})
