import { expect, test } from 'bun:test'
import { COMMANDS } from '../protocol/commands.ts'
import { MANAGEMENT } from '../protocol/management.ts'
import { mintToken } from '../sdk/typescript/src/server/token.ts'
import { graphql } from './support/graphql.ts'
import { b64, fine, HS256, now, sign } from './support/jwt.ts'
import { parlance, SECRET } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

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

test('[TOK-16] the header of a token chooses no key, and the server fetches nothing that it names', async () => {
  await using server = await parlance()
  const asked: string[] = []
  const own = 'a secret of the intruder, 32 bytes and more'
  const keys = { keys: [{ kty: 'oct', kid: 'x', k: b64(own) }] }
  using issuer = Bun.serve({
    ...{ port: 0, hostname: '127.0.0.1' },
    fetch({ url }) {
      asked.push(url)
      return Response.json(keys)
    },
  })
  await fetch(issuer.url)
  expect(asked.splice(0)).toEqual([`${issuer.url}`])
  const headers = {
    kid: ['x', '../../dev/null', "' OR 1=1 --", `${issuer.url}`],
    jku: [`${issuer.url}`],
    x5u: [`${issuer.url}`],
    jwk: keys.keys,
    x5c: [[b64(own)]],
  }
  for (const [field, values] of Object.entries(headers))
    for (const value of values) {
      const header = { ...HS256, [field]: value }
      const statuses: number[] = []
      for (const secret of [own, '', SECRET])
        statuses.push((await server.as(sign(header, fine, secret)).call('GET', '/me')).status)
      expect([header, statuses]).toEqual([header, [401, 401, 200]])
    }
  expect(asked).toEqual([])
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
