import { expect, test } from 'bun:test'
import { texts } from './support/client.ts'
import { fine, HS256, now, sign } from './support/jwt.ts'
import { parlance, token } from './support/parlance.ts'
import { Socket } from './support/socket.ts'
import { Stream } from './support/stream.ts'
import { waitFor } from './support/wait.ts'

test('[TOK-1] a token of the app’s lets its user in; the first sight makes the user', async () => {
  await using server = await parlance()
  const word = await token({ ...fine, nbf: now() + 30, team: 'blue', level: 3 })
  expect(await server.as(word).ask('GET', '/me')).toMatchObject({
    id: 'ana',
    name: 'Ana',
    kind: 'person',
    info: { team: 'blue', level: 3 },
  })
  const renamed = server.as(await token({ ...fine, name: 'Anna' }))
  expect((await renamed.ask('GET', '/me')).name).toBe('Anna')
  expect((await renamed.call('PATCH', '/me', { name: 'X' })).body.code).toBe('forbidden')
})

test('[TOK-3] without any token: 401 by REST and stream, 4401 on the socket', async () => {
  await using server = await parlance()
  const bare = await fetch(`${server.url}/api/v1/me`)
  expect([bare.status, (await bare.json()).code]).toEqual([401, 'unauthenticated'])
  expect(bare.headers.get('www-authenticate')).toBe('Bearer')
  expect((await fetch(`${server.url}/api/v1/events`)).status).toBe(401)
  const socket = await Socket.open(server.url, { type: 'hello' })
  expect(await socket.ends()).toEqual({ code: 4401, reason: 'unauthenticated' })
})

test('[TOK-4] a token that ends closes its socket and its stream with 4401', async () => {
  await using server = await parlance()
  const client = server.as(sign(HS256, { ...fine, exp: now() + 4 }))
  const [socket, stream] = [await client.socket(), await client.stream()]
  expect(socket.ready).toBeDefined()
  expect(await socket.ends()).toEqual({ code: 4401, reason: 'token_expired' })
  await waitFor(() => stream.ended)
  expect(stream.said.at(-1)).toMatchObject({ event: 'close' })
  expect(JSON.parse(stream.said.at(-1)?.data ?? '')).toEqual({ code: 'token_expired', close: 4401 })
})

test('[TOK-5] the previous secret is taken, too, while it is set', async () => {
  const previous = 'the secret before, of 32 bytes and more'
  await using server = await parlance({ PARLANCE_JWT_SECRET_PREVIOUS: previous })
  expect((await server.as(sign(HS256, fine)).call('GET', '/me')).status).toBe(200)
  expect((await server.as(sign(HS256, fine, previous)).call('GET', '/me')).status).toBe(200)
})

test('[TOK-6] a secret under 32 bytes is not started with', async () => {
  await expect(parlance({ PARLANCE_JWT_SECRET: 'short' })).rejects.toThrow('PARLANCE_JWT_SECRET')
})

test('[TOK-7] a ticket opens one socket or one stream, once, and nothing else', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const ticket = async () => `?ticket=${(await ana.ask('POST', '/tickets')).ticket}`

  const one = await ticket()
  const socket = await Socket.connect(server.url, {}, one)
  socket.say({ type: 'hello' })
  expect(await socket.command('me.get', {})).toMatchObject({ id: ana.id })
  expect((await Socket.connect(server.url, {}, one)).ws.readyState).toBe(WebSocket.CLOSED)

  const two = await ticket()
  const stream = await fetch(`${server.url}/api/v1/events${two}`)
  expect(stream.status).toBe(200)
  await stream.body?.cancel()
  expect((await fetch(`${server.url}/api/v1/events${two}`)).status).toBe(401)
  expect((await fetch(`${server.url}/api/v1/me${await ticket()}`)).status).toBe(401)
})

test('[TOK-7] a stream that a ticket opened comes back to the same address by its last id, and nobody else does', async () => {
  await using server = await parlance()
  const ana = await server.user('Ana')
  const room = await ana.room()
  const nobody = server.as('')
  const ticket = async () => (await ana.ask('POST', '/tickets')).ticket
  const query = `?ticket=${await ticket()}`
  const first = await nobody.stream(undefined, query)
  await ana.send(room.id, 'one')
  await first.hears(room.id, 1)
  first.close()
  await ana.send(room.id, 'two')
  expect((await nobody.stream(undefined, query)).response.status).toBe(401)
  const again = await nobody.stream(first.lastId, query)
  expect(texts(await again.hears(room.id, 1))).toEqual(['two'])
  // Each is good once.
  expect((await nobody.stream(first.lastId, query)).response.status).toBe(401)
  again.close()
  await ana.send(room.id, 'three')
  const third = await nobody.stream(again.lastId, query)
  expect(texts(await third.hears(room.id, 1))).toEqual(['three'])
  // Whoever came by a token goes on by it.
  const known = await ana.stream()
  expect(known.lastId).not.toContain(';')

  const search = new URLSearchParams({
    ticket: await ticket(),
    query: 'subscription { events { __typename } }',
  })
  const headers = { accept: 'text/event-stream' }
  const subscribed = await Stream.open(`${server.url}/graphql?${search}`, headers)
  await waitFor(() => subscribed.lastId)
  subscribed.close()
  const resumed = { ...headers, 'last-event-id': subscribed.lastId ?? '' }
  expect((await Stream.open(`${server.url}/graphql?${search}`, headers)).response.status).toBe(401)
  expect((await Stream.open(`${server.url}/graphql?${search}`, resumed)).response.status).toBe(200)
})

test('[TOK-8] guests come in by name where the operator allows it, and by no other server’s token', async () => {
  await using server = await parlance()
  await using closed = await parlance({ PARLANCE_GUESTS: 'no' })
  const guest = (url: string) =>
    fetch(`${url}/api/v1/guests`, { method: 'POST', body: '{"name":"Ana"}' })
  const made = await guest(server.url)
  expect(made.status).toBe(201)
  const { token: word, user } = await made.json()
  expect(await server.as(word).ask('GET', '/me')).toEqual(user)
  expect((await closed.as(word).call('GET', '/me')).status).toBe(401)
  expect((await guest(closed.url)).status).toBe(403)
})

test('[TOK-9] a guest who took another name keeps it, when their token is looked at afresh', async () => {
  await using first = await parlance()
  const gus = await first.guest('Gus')
  expect((await gus.ask('PATCH', '/me', { name: 'August' })).name).toBe('August')
  await first.stop()
  await using second = await parlance(first.place)
  expect((await second.as(gus.token).ask('GET', '/me')).name).toBe('August')
})

test('[TOK-9] a token that is older than the one that last named its user does not rename them back', async () => {
  await using first = await parlance()
  const named = async (name: string, iat: number) => token({ ...fine, name, iat })
  const [old, young] = [await named('Ana', now() - 100), await named('Anna', now() - 50)]
  expect((await first.as(old).ask('GET', '/me')).name).toBe('Ana')
  expect((await first.as(young).ask('GET', '/me')).name).toBe('Anna')
  await first.stop()
  await using second = await parlance(first.place)
  expect((await second.as(old).ask('GET', '/me')).name).toBe('Anna')
  expect((await second.as(await named('Annie', now())).ask('GET', '/me')).name).toBe('Annie')
})
