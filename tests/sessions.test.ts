import { expect, test } from 'bun:test'
import { aged, OPEN, post, refresh, signIn, signUp } from './support/accounts.ts'
import { Client } from './support/client.ts'
import { KINDS, SUBSCRIPTION } from './support/connection-kinds.ts'
import { DATABASE } from './support/database.ts'
import { Subscribed, wsClient } from './support/graphql.ts'
import { nodes, REDIS } from './support/nodes.ts'
import { parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

test('[SES-1] a refresh token gets the next pair once, and the old access token stays valid until it ends', async () => {
  await using server = await parlance(OPEN)
  const { pair, client } = await signUp(server, 'ana')
  const next = await refresh(server, pair.refreshToken)
  expect(next.status).toBe(200)
  expect(next.body.session).toBe(pair.session)
  expect(next.body.refreshToken).not.toBe(pair.refreshToken)
  const renewed = new Client(server.url, next.body.accessToken, pair.user.id)
  expect((await renewed.ask('GET', '/me')).id).toBe(pair.user.id)
  expect((await client.call('GET', '/me')).status).toBe(200)
})

test('[SES-2] a refresh that is repeated at once gets the same tokens', async () => {
  await using server = await parlance(OPEN)
  const { pair } = await signUp(server, 'ana')
  const all = await Promise.all([1, 2, 3, 4].map(() => refresh(server, pair.refreshToken)))
  expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(new Set(all.map(({ body }) => body.refreshToken)).size).toBe(1)
  expect(new Set(all.map(({ body }) => body.expiresAt)).size).toBe(1)
})

for (const [word, of] of [
  ['an access token', ({ accessToken }: { accessToken: string }) => accessToken],
  ['a token of nobody', () => `pl_refresh_${'A'.repeat(43)}`],
  ['a word', () => 'word'],
] as const)
  test(`[SES-3] ${word} is no refresh token`, async () => {
    await using server = await parlance(OPEN)
    const { pair } = await signUp(server, 'ana')
    expect((await refresh(server, of(pair))).body.code).toBe('invalid_token')
    expect((await refresh(server, pair.refreshToken)).status).toBe(200)
  })

test('[SES-3] a refresh token is no access token, on any kind of connection', async () => {
  await using server = await parlance(OPEN)
  const { pair, client } = await signUp(server, 'ana')
  const wrong = new Client(server.url, pair.refreshToken, pair.user.id)
  expect((await wrong.call('GET', '/me')).body.code).toBe('invalid_token')
  for (const open of Object.values(KINDS)) {
    expect(await open(wrong)).toBe('invalid_token')
    const opened = await open(client)
    expect(typeof opened).toBe('object')
    if (typeof opened === 'object') await opened.close()
  }
})

test('[SES-4] a session of another deployment is refused', async () => {
  await using server = await parlance(OPEN)
  await using other = await parlance(OPEN)
  const { pair } = await signUp(server, 'ana')
  const stranger = new Client(other.url, pair.accessToken, pair.user.id)
  expect((await stranger.call('GET', '/me')).body.code).toBe('invalid_token')
  expect((await refresh(other, pair.refreshToken)).body.code).toBe('invalid_token')
})

test('[SES-5] users list their sessions, and end one of them', async () => {
  await using server = await parlance(OPEN)
  const { client: phone, pair } = await signUp(server, 'ana')
  const { client: laptop, pair: second } = await signIn(server, 'ana')
  const { client: ben } = await signUp(server, 'ben')
  const { sessions } = await laptop.ask('GET', '/sessions')
  expect(sessions.map(({ id }: { id: string }) => id)).toEqual([second.session, pair.session])
  expect(sessions.map(({ current }: { current: boolean }) => current)).toEqual([true, false])
  expect(sessions[0]).toMatchObject({ address: '127.0.0.1', client: 'Test/1' })
  expect((await ben.call('DELETE', `/sessions/${pair.session}`)).body.code).toBe('not_found')
  const socket = await phone.socket()
  const own = await laptop.socket()
  expect((await laptop.call('DELETE', `/sessions/${pair.session}`)).status).toBe(204)
  expect(await socket.ends()).toEqual({ code: 4401, reason: 'session_ended' })
  expect(socket.events.at(-1)).toMatchObject({
    type: 'session.ended',
    session: pair.session,
    reason: 'signed_out',
  })
  await own.hears(`user:${pair.user.id}`, 1)
  expect(own.closed).toBeUndefined()
  expect((await phone.call('GET', '/me')).body.code).toBe('invalid_token')
  expect((await refresh(server, pair.refreshToken)).body.code).toBe('invalid_token')
  expect((await laptop.call('DELETE', '/sessions/current')).status).toBe(204)
  expect((await laptop.call('GET', '/me')).body.code).toBe('invalid_token')
})

test('[SES-5] every kind of connection ends with its session, also a GraphQL socket without subscriptions', async () => {
  await using server = await parlance(OPEN)
  const { client, pair } = await signUp(server, 'ana')
  const { client: laptop } = await signIn(server, 'ana')
  const stream = await client.stream()
  const silent = new WebSocket(
    `${server.url.replace('http', 'ws')}/graphql`,
    'graphql-transport-ws',
  )
  const frames: string[] = []
  let closed: { code: number; reason: string } | undefined
  silent.onmessage = ({ data }) => frames.push(JSON.parse(String(data)).type)
  silent.onclose = ({ code, reason }) => {
    closed = { code, reason }
  }
  await waitFor(() => silent.readyState === WebSocket.OPEN)
  silent.send(JSON.stringify({ type: 'connection_init', payload: { token: pair.accessToken } }))
  await waitFor(() => frames.includes('connection_ack'))
  const ws = wsClient(client)
  let reason = ''
  ws.on('closed', (event) => {
    reason = (event as CloseEvent).reason
    void ws.dispose()
  })
  const subscribed = new Subscribed(ws, SUBSCRIPTION)
  await waitFor(() => subscribed.said.length > 0)
  await laptop.ask('DELETE', `/sessions/${pair.session}`)
  expect(await waitFor(() => closed)).toEqual({ code: 4401, reason: 'session_ended' })
  await waitFor(() => stream.ended)
  expect(stream.events.at(-1)).toMatchObject({ type: 'session.ended', session: pair.session })
  expect(await waitFor(() => reason)).toBe('session_ended')
})

if (DATABASE !== 'sqlite')
  test.skipIf(REDIS === '')(
    '[SES-6] signing out everywhere ends every kind of connection on every node',
    async () => {
      await using cluster = await nodes(3, OPEN)
      const { pair } = await signUp(cluster.at(0), 'ana')
      const others = []
      for (let i = 0; i < 3; i++) others.push(await signIn(cluster.at(i), 'ana'))
      const { client: ben } = await signUp(cluster.at(1), 'ben')
      const bens = await ben.socket()
      const sockets = []
      const streams = []
      for (const [i, { client }] of others.entries()) {
        sockets.push(await client.at(cluster.at(i + 1).url).socket())
        streams.push(await client.at(cluster.at(i + 2).url).stream())
      }
      const first = new Client(cluster.at(2).url, pair.accessToken, pair.user.id)
      await first.ask('GET', '/me') // now the token is in the node's cache
      expect((await first.call('DELETE', '/sessions')).status).toBe(204)
      for (const socket of sockets)
        expect(await socket.ends()).toEqual({ code: 4401, reason: 'session_ended' })
      for (const [i, socket] of sockets.entries())
        expect(socket.events.at(-1)).toMatchObject({ session: others[i]?.pair.session })
      for (const stream of streams) await waitFor(() => stream.ended)
      for (const stream of streams)
        expect(stream.said.at(-1)?.data).toBe('{"code":"session_ended","close":4401}')
      for (const node of cluster.all)
        for (const { pair: each } of others) {
          const client = new Client(node.url, each.accessToken, each.user.id)
          await waitFor(async () => (await client.call('GET', '/me')).status === 401)
          expect((await refresh(node, each.refreshToken)).body.code).toBe('invalid_token')
        }
      expect(bens.closed).toBeUndefined()
      bens.close()
    },
  )

test('[SES-7] a ticket of a session that was ended opens nothing', async () => {
  await using server = await parlance(OPEN)
  const { client } = await signUp(server, 'ana')
  const { client: laptop } = await signIn(server, 'ana')
  const { ticket } = await client.ask('POST', '/tickets')
  const { ticket: other } = await laptop.ask('POST', '/tickets')
  await client.ask('DELETE', '/sessions/current')
  const open = (of: string) => fetch(`${server.url}/api/v1/events?ticket=${of}`)
  expect((await (await open(ticket)).json()).code).toBe('invalid_token')
  const stream = await open(other)
  expect(stream.status).toBe(200)
  await stream.body?.cancel()
})

test('[SES-8] cookies carry the tokens, and no script of a page can read them', async () => {
  await using server = await parlance(OPEN)
  await signUp(server, 'ana')
  const body = { login: 'ana', password: 'correct horse battery', cookie: true }
  const signedIn = await post(server, '/sessions', body)
  expect(Object.keys(signedIn.body).sort()).toEqual(['expiresAt', 'session', 'user'])
  const set = signedIn.response.headers.getSetCookie()
  expect(set).toHaveLength(2)
  expect(set[0]).toMatch(/^parlance_session=pl_access_[^;]+; Path=\/;.*HttpOnly;.*SameSite=Lax/)
  expect(set[1]).toMatch(
    /^parlance_refresh=pl_refresh_[^;]+; Path=\/api\/v1\/sessions\/refresh;.*HttpOnly;.*SameSite=Strict/,
  )
  expect(set.join()).not.toContain('Secure')
  const [access = '', renewal = ''] = set.map((cookie) => cookie.split(';')[0] ?? '')
  const origin = server.url
  const me = (headers: Record<string, string>) => fetch(`${server.url}/api/v1/me`, { headers })
  expect((await me({ cookie: access })).status).toBe(200)
  expect((await me({ cookie: access, origin: 'https://evil.example' })).status).toBe(403)
  const renewed = (headers: Record<string, string>) =>
    post(server, '/sessions/refresh', {}, { cookie: renewal, ...headers })
  expect((await renewed({})).body.code).toBe('origin_refused')
  expect((await renewed({ origin: 'https://evil.example' })).body.code).toBe('origin_refused')
  const next = await renewed({ origin })
  expect(next.status).toBe(200)
  expect(next.body.accessToken).toBeUndefined()
  const [again = ''] = next.response.headers.getSetCookie().map((c) => c.split(';')[0] ?? '')
  const out = await fetch(`${server.url}/api/v1/sessions/current`, {
    method: 'DELETE',
    headers: { cookie: again, origin },
  })
  expect(out.status).toBe(204)
  expect(out.headers.getSetCookie().every((c) => c.includes('Max-Age=0'))).toBe(true)
  expect((await me({ cookie: again })).status).toBe(401)
})

test('[SES-8] cookies are secure behind https', async () => {
  await using server = await parlance({ ...OPEN, PARLANCE_URL: 'https://chat.example.com' })
  await signUp(server, 'ana')
  const body = { login: 'ana', password: 'correct horse battery', cookie: true }
  const { response } = await post(server, '/sessions', body)
  for (const cookie of response.headers.getSetCookie()) expect(cookie).toContain('Secure')
})

test('[SES-8] only REST sets cookies', async () => {
  await using server = await parlance(OPEN)
  const { client } = await signUp(server, 'ana')
  const socket = await client.socket()
  const input = { login: 'ana', password: 'correct horse battery' }
  expect(await socket.command('sessions.create', { ...input, cookie: true })).toBe('invalid_input')
  expect((await socket.command('sessions.create', input)).accessToken).toStartWith('pl_access_')
  socket.close()
})

test('[SES-9] the app lists and ends the sessions of a user', async () => {
  await using server = await parlance(OPEN)
  const { client, pair } = await signUp(server, 'ana')
  const { client: laptop } = await signIn(server, 'ana')
  const path = `/users/${pair.user.id}/sessions`
  const app = server.backend()
  expect((await app.ask('GET', path)).sessions).toHaveLength(2)
  expect((await app.call('DELETE', `${path}/${pair.session}`)).status).toBe(204)
  expect((await client.call('GET', '/me')).body.code).toBe('invalid_token')
  expect((await app.call('DELETE', path)).status).toBe(204)
  expect((await laptop.call('GET', '/me')).body.code).toBe('invalid_token')
})

for (const [what, refreshes] of [
  ['after its owner', 2],
  ['before its owner', 1],
] as const)
  test(`[SES-10] a copied refresh token that is used ${what} ends the session for both`, async () => {
    await using server = await parlance(OPEN)
    const { pair } = await signUp(server, 'ana')
    const { client: laptop } = await signIn(server, 'ana')
    let current = pair
    for (let i = 0; i < refreshes; i++) current = (await refresh(server, current.refreshToken)).body
    const client = new Client(server.url, current.accessToken, pair.user.id)
    const socket = await client.socket()
    await aged(server, 'refresh_tokens', 'used_at', 10_001)
    const again = await refresh(server, pair.refreshToken)
    expect([again.status, again.body.code]).toEqual([401, 'session_ended'])
    expect(await socket.ends()).toEqual({ code: 4401, reason: 'session_ended' })
    expect(socket.events.at(-1)).toMatchObject({ type: 'session.ended', reason: 'reuse' })
    // The one who was first has nothing from it either.
    expect((await refresh(server, current.refreshToken)).body.code).toBe('invalid_token')
    expect((await client.call('GET', '/me')).body.code).toBe('invalid_token')
    expect((await laptop.call('GET', '/me')).status).toBe(200)
  })

test('[SES-11] an access token ends after an hour, and a session that is not used for 90 days', async () => {
  await using server = await parlance(OPEN)
  const { pair, client } = await signUp(server, 'ana')
  await aged(server, 'refresh_tokens', 'access_until', 3_600_000)
  expect((await client.call('GET', '/me')).body.code).toBe('token_expired')
  const next = await refresh(server, pair.refreshToken)
  expect(next.status).toBe(200)
  const { client: laptop } = await signIn(server, 'ana')
  await aged(server, 'sessions', 'used_at', 90 * 86_400_000)
  expect((await refresh(server, next.body.refreshToken)).body.code).toBe('token_expired')
  expect((await laptop.ask('GET', '/sessions')).sessions).toEqual([])
})

test('[SES-11] one session more than 100 ends the one that was unused for the longest time', async () => {
  await using server = await parlance({ ...OPEN, PARLANCE_ADDRESS_PER_SECOND: '100' })
  const { client: first } = await signUp(server, 'ana')
  const { client: second, pair } = await signIn(server, 'ana')
  for (let i = 3; i <= 100; i++) await signIn(server, 'ana')
  const socket = await first.socket()
  expect((await second.ask('GET', '/sessions')).sessions).toHaveLength(100)
  const { client: last } = await signIn(server, 'ana')
  expect((await last.ask('GET', '/sessions')).sessions).toHaveLength(100)
  expect((await socket.ends()).reason).toBe('session_ended')
  expect(socket.events.at(-1)).toMatchObject({ type: 'session.ended', reason: 'too_many' })
  expect((await refresh(server, pair.refreshToken)).status).toBe(200)
}, 180_000)
