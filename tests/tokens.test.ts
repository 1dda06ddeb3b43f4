import { expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { COMMANDS } from '../protocol/commands.ts'
import { MANAGEMENT } from '../protocol/management.ts'
import { mintToken } from '../sdk/typescript/src/server/token.ts'
import { texts } from './support/client.ts'
import { graphql } from './support/graphql.ts'
import { parlance, SECRET, token } from './support/parlance.ts'
import { Socket } from './support/socket.ts'
import { Stream } from './support/stream.ts'
import { waitFor } from './support/wait.ts'

const now = () => Math.floor(Date.now() / 1000)
const b64 = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
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
    'exp of 1e400': sign(HS256, '{"sub":"a","name":"A","iss":"the-app","exp":1e400}'),
    'exp negative': sign(HS256, { ...fine, exp: -1 }),
    'exp in milliseconds': sign(HS256, { ...fine, exp: Date.now() + 600_000 }),
    'nbf as text': sign(HS256, { ...fine, nbf: `${now()}` }),
    'iat of 1e308': sign(HS256, { ...fine, iat: 1e308 }),
    'a name that is a number': sign(HS256, { ...fine, name: 5 }),
    'a name of nothing': sign(HS256, { ...fine, name: '\u200b\u3164' }),
    'a sub that is an address': sign(HS256, { ...fine, sub: 'me' }),
    'a sub with decimals': sign(HS256, { ...fine, sub: 1.5 }),
    'half a surrogate in a claim': sign(HS256, { ...fine, team: ['\ud800'] }),
    'a claim twice': sign(HS256, `{"sub":"eve",${JSON.stringify(fine).slice(1)}`),
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

test('[TOK-11] times may have decimals, and a sub may be a whole number', async () => {
  await using server = await parlance()
  const times = { exp: now() + 600.25, nbf: now() - 0.5, iat: now() - 1.123456789 }
  const client = server.as(sign(HS256, { ...fine, ...times, sub: 4711 }))
  expect(await client.ask('GET', '/me')).toMatchObject({ id: '4711' })
  expect((await server.as(sign(HS256, { ...fine, nbf: 0 })).call('GET', '/me')).status).toBe(200)
  // A name that was given then is older than one that is given now, to the millisecond.
  await server.backend().ask('PATCH', '/users/4711', { name: 'Anna' })
  const again = server.as(sign(HS256, { ...fine, ...times, sub: 4711, name: 'Annie' }))
  expect(await again.ask('GET', '/me')).toMatchObject({ name: 'Anna' })
  // One from the future is of now: the word after it stands.
  const early = server.as(sign(HS256, { ...fine, sub: 4711, iat: now() + 1e6 }))
  expect(await early.ask('GET', '/me')).toMatchObject({ name: 'Ana' })
  expect(await server.backend().ask('PATCH', '/users/4711', { name: 'Amy' })).toMatchObject({
    name: 'Amy',
  })
  const late = server.as(sign(HS256, { ...fine, sub: '4711', iat: now() - 10 }))
  expect(await late.ask('GET', '/me')).toMatchObject({ name: 'Amy' })
})

test('[TOK-12] a refusal names the claims that are wrong, on every transport', async () => {
  await using server = await parlance()
  const refused: [token: string, says: string][] = []
  for (const [claims, says] of [
    [{ exp: undefined }, 'exp: is missing'],
    [{ exp: 1e15 }, 'exp: must be before the year 10000: it counts seconds'],
    [
      { iat: 1e308, sub: undefined },
      'sub: is missing; iat: must be before the year 10000: it counts seconds',
    ],
    [{ nbf: '5' }, 'nbf: must be a number of seconds'],
    [{ nbf: now() + 120 }, 'nbf: this token is not valid yet'],
    [{ name: 5 }, 'name: must be text'],
    [{ name: '\u2800' }, 'name: has no visible characters'],
    [{ sub: 'a b' }, 'sub: must have no spaces or control characters'],
    [{ sub: 'x'.repeat(129) }, 'sub: must have at most 128 characters'],
    [{ sub: 'me' }, 'sub: is reserved for the server: use another id'],
    [{ sub: '..' }, 'sub: is reserved for the server: use another id'],
    [{ iss: '' }, 'iss: is empty'],
    [{ aud: 5 }, 'aud: must be text or a list of texts'],
    [{ team: { a: ['\0'] } }, 'team: Text may not contain NUL (U+0000): remove it'],
    [{ team: '\udc00' }, 'team: Text contains half of a surrogate pair: send whole characters'],
  ] as const)
    refused.push([sign(HS256, { ...fine, ...claims }), says])
  const signature =
    'signature: does not match. Sign the token with HS256; the key is the text of PARLANCE_JWT_SECRET'
  const own =
    'iss: "parlance" is this server, which did not sign this token. Sign in again; an app uses another iss'
  refused.push(
    [sign(HS256, fine, 'another secret of 32 bytes and more'), signature],
    // A wrongly signed token: its claims are not named.
    [sign(HS256, { ...fine, exp: undefined, name: 5 }, 'another secret'), signature],
    [sign({ alg: 'HS512' }, fine, SECRET, 'sha512'), signature],
    [sign(HS256, { ...fine, iss: 'parlance' }), own],
    ['nonsense', 'This is not a JWT: send the token as your backend signed it'],
  )
  for (const [refusedToken, says] of refused) {
    const client = server.as(refusedToken)
    expect((await client.call('GET', '/me')).body).toMatchObject({
      code: 'invalid_token',
      detail: says,
    })
    const socket = await client.socket()
    await socket.ends()
    expect(socket.frames[0].error).toEqual({ code: 'invalid_token', message: says })
    expect((await (await client.stream()).response.json()).detail).toBe(says)
    expect((await graphql(client, '{ viewer { id } }')).errors[0].message).toBe(says)
  }
})

test('[TOK-13] a name that a token brings is cleaned and shortened, and locks nobody out', async () => {
  await using server = await parlance()
  const family = '👨‍👩‍👧‍👦'
  for (const [name, called] of [
    ['n'.repeat(81), 'n'.repeat(80)],
    [`${'n'.repeat(75)}${family}`, 'n'.repeat(75)],
    ['A\0n\ud800\u202ea\u200b\r\nB', 'Ana B'],
    [`A${'\u0301'.repeat(79)}na`, `Á${'\u0301'.repeat(4)}na`],
  ] as const) {
    const claims = sign(HS256, { ...fine, sub: crypto.randomUUID(), name })
    expect((await server.as(claims).ask('GET', '/me')).name).toBe(called)
  }
})

test('[TOK-14] with an audience set, a token must be for it', async () => {
  await using server = await parlance({ PARLANCE_JWT_AUDIENCE: 'chat' })
  const at = (aud: unknown) => server.as(sign(HS256, { ...fine, aud })).call('GET', '/me')
  for (const aud of ['chat', ['mail', 'chat']]) expect((await at(aud)).body.info).toBeUndefined()
  for (const aud of [undefined, 'mail', [], ['Chat'], 'chat ']) {
    const { status, body } = await at(aud)
    expect([status, body.detail]).toEqual([
      401,
      'aud: is not the audience that this server accepts (PARLANCE_JWT_AUDIENCE)',
    ])
  }
  const minted = { user: 'ana', name: 'Ana', issuer: 'the-app', audience: 'chat' }
  const client = server.as(await mintToken(SECRET, minted))
  expect((await client.call('GET', '/me')).status).toBe(200)
  // The server's own tokens are for nobody else.
  expect((await (await server.guest('Gus')).call('GET', '/me')).status).toBe(200)
})

test('[TOK-15] no app gives an id that is an address of ours', async () => {
  await using server = await parlance()
  const paths = Object.values({ ...COMMANDS, ...MANAGEMENT }).map(({ path }) => path.split('/'))
  const words = paths.flatMap((path) =>
    paths
      .filter((other) => other.length === path.length)
      .flatMap((other) =>
        other
          .filter((word, i) => path[i] === ':user' && word !== ':user')
          .filter(() => other.every((word, i) => path[i] === ':user' || word === path[i])),
      ),
  )
  expect(new Set(words)).toEqual(new Set(['me']))
  for (const id of [...words, '.', '..', 'parlance', 'guest_1']) {
    const { body } = await server.as(sign(HS256, { ...fine, sub: id })).call('GET', '/me')
    expect([id, body.detail]).toEqual([id, 'sub: is reserved for the server: use another id'])
    const made = await server.backend().call('POST', '/users', { id, name: 'Me' })
    expect([id, made.body.code]).toEqual([id, 'invalid_input'])
  }
  // What a URL can say is an id as any other.
  const room = await server.backend().ask('POST', '/rooms', { type: 'group', name: 'A room' })
  for (const id of [
    'a/b',
    'a?b#c',
    'a%2Fb',
    '50%',
    'ме',
    'a:b',
    'm\u00e9',
    'me\u0301',
    '...',
    'Me',
  ]) {
    await server.as(sign(HS256, { ...fine, sub: id })).ask('GET', '/me')
    const path = encodeURIComponent(id)
    expect((await server.backend().ask('GET', `/users/${path}`)).id).toBe(id)
    await server.backend().ask('PUT', `/rooms/${room.id}/members/${path}`)
  }
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
