import { expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { graphql } from './support/graphql.ts'
import { parlance, SECRET, token } from './support/parlance.ts'
import { Socket } from './support/socket.ts'
import { waitFor } from './support/wait.ts'

const now = () => Math.floor(Date.now() / 1000)
const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const sign = (header: unknown, payload: unknown, secret = SECRET, hash = 'sha256') => {
  const body = `${b64(header)}.${b64(payload)}`
  return `${body}.${createHmac(hash, secret).update(body).digest('base64url')}`
}
const fine = { sub: 'ana', name: 'Ana', iss: 'the-app', exp: now() + 600 }
const HS256 = { alg: 'HS256', typ: 'JWT' }

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

test('[TOK-2] a token that is not quite right gets nobody in, on any door', async () => {
  await using server = await parlance({ PARLANCE_JWT_ISSUER: 'the-app' })
  const good = sign(HS256, fine)
  const [head, body, signature = ''] = good.split('.')
  const other = String.fromCharCode(signature.charCodeAt(42) + 1)
  const bad: Record<string, string> = {
    'alg none': `${b64({ alg: 'none' })}.${body}.`,
    'alg nOnE': `${b64({ alg: 'nOnE' })}.${body}.`,
    'no signature': `${head}.${body}.`,
    'half a signature': good.slice(0, -10),
    'HS512 with our secret': sign({ alg: 'HS512' }, fine, SECRET, 'sha512'),
    'RS256 signed with our secret': sign({ alg: 'RS256' }, fine),
    'another secret': sign(HS256, fine, 'another secret of 32 bytes and more'),
    'an empty secret': sign(HS256, fine, ''),
    'an unknown crit': sign({ ...HS256, crit: ['x'], x: 1 }, fine),
    'a signature spelled otherwise': `${head}.${body}.${signature.slice(0, 42)}${other}`,
    'a signature with padding': `${good}=`,
    'a signature with a line break': `${good}%0a`,
    'four parts': `${good}.x`,
    'five parts': `${good}.x.x`,
    'a changed payload': `${head}.${b64({ ...fine, sub: 'ben' })}.${signature}`,
    'no sub': sign(HS256, { ...fine, sub: undefined }),
    'an empty sub': sign(HS256, { ...fine, sub: '' }),
    'a sub of 10 kB': sign(HS256, { ...fine, sub: 'x'.repeat(10_000) }),
    'a sub with NUL': sign(HS256, { ...fine, sub: 'a\0' }),
    'a sub of half a surrogate': sign(HS256, { ...fine, sub: 'a\ud800' }),
    'a guest’s id': sign(HS256, { ...fine, sub: 'guest_01m7xkrq5ze2nrca89e4rk7dj8' }),
    'no name': sign(HS256, { ...fine, name: undefined }),
    'no iss': sign(HS256, { ...fine, iss: undefined }),
    'another issuer': sign(HS256, { ...fine, iss: 'another-app' }),
    'our own issuer': sign(HS256, { ...fine, iss: 'parlance' }),
    'no exp': sign(HS256, { ...fine, exp: undefined }),
    'exp as text': sign(HS256, { ...fine, exp: `${fine.exp}` }),
    'exp of 1e400': `${head}.${Buffer.from('{"sub":"a","name":"A","iss":"the-app","exp":1e400}').toString('base64url')}.x`,
    'exp negative': sign(HS256, { ...fine, exp: -1 }),
    'nbf in two minutes': sign(HS256, { ...fine, nbf: now() + 120 }),
    nonsense: 'nonsense',
  }
  for (const [what, word] of Object.entries(bad)) {
    const client = server.as(word)
    const answer = await client.call('GET', '/me')
    expect([what, answer.status, answer.body.code]).toEqual([what, 401, 'invalid_token'])
    const socket = await client.socket()
    expect([what, await socket.ends()]).toEqual([what, { code: 4401, reason: 'invalid_token' }])
    expect([what, (await client.stream()).response.status]).toEqual([what, 401])
  }
  expect((await server.as(good).call('GET', '/me')).status).toBe(200)

  const late = server.as(sign(HS256, { ...fine, exp: now() - 1 }))
  expect((await late.call('GET', '/me')).body.code).toBe('token_expired')
  expect(await (await late.socket()).ends()).toEqual({ code: 4401, reason: 'token_expired' })
})

test('[TOK-10] a token that is too large is named as that, on every transport', async () => {
  await using server = await parlance()
  const wide = (info: string) => server.as(sign(HS256, { ...fine, info }))
  const large = wide('x'.repeat(20_000))
  expect((await wide('x'.repeat(10_000)).call('GET', '/me')).status).toBe(200)
  // Until Bun reads headers of that size, a moment after the start, it answers by itself.
  const answer = await waitFor(async () => {
    const asked = await large.call('GET', '/me').catch(() => undefined)
    return asked?.body?.code && asked.body
  })
  expect([answer.code, answer.detail]).toEqual(['invalid_token', TOO_LARGE])
  const socket = await large.socket()
  expect(await socket.ends()).toEqual({ code: 4401, reason: 'invalid_token' })
  expect((await (await large.stream()).response.json()).detail).toBe(TOO_LARGE)
  expect((await graphql(large, '{ viewer { id } }')).errors[0].message).toBe(TOO_LARGE)
})
const TOO_LARGE = 'The token is too large: at most 16 KiB'

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
  expect(await socket.command('me.read', {})).toMatchObject({ id: ana.id })
  expect((await Socket.connect(server.url, {}, one)).ws.readyState).toBe(WebSocket.CLOSED)

  const two = await ticket()
  const stream = await fetch(`${server.url}/api/v1/events${two}`)
  expect(stream.status).toBe(200)
  await stream.body?.cancel()
  expect((await fetch(`${server.url}/api/v1/events${two}`)).status).toBe(401)
  expect((await fetch(`${server.url}/api/v1/me${await ticket()}`)).status).toBe(401)
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
