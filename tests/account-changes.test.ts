import { expect, test } from 'bun:test'
import { OPEN, PASSWORD, post, signIn } from './support/accounts.ts'
import { DATABASE } from './support/database.ts'
import { HeardAll, wsClient } from './support/graphql.ts'
import { nodes } from './support/nodes.ts'
import { parlance } from './support/parlance.ts'
import { withPasskey } from './support/passkeys.ts'
import { codeOf } from './support/second-factors.ts'
import { waitFor } from './support/wait.ts'

type Received = readonly { readonly type: string; readonly change?: string }[]

const changesIn = (events: Received) =>
  events.flatMap(({ type, change }) => (type === 'account.updated' ? [change] : []))

test('[ACC-19] every device of a user receives what has changed in how they sign in, live and in a replay, and nobody else does', async () => {
  await using server = await parlance(OPEN)
  const { client, passkey, pair } = await withPasskey(server)
  const { client: phone } = await signIn(server, 'ana')
  const ben = await server.user('Ben')
  const { cursor } = await client.ask('GET', '/rooms')
  const graphql = wsClient(phone)
  const [socket, stream, subscription, other] = await Promise.all([
    client.socket(),
    phone.stream(),
    new HeardAll(graphql).ready(),
    ben.socket(),
  ])

  const proof = { currentPassword: PASSWORD }
  await client.ask('POST', `/account/passkeys/${passkey.id}/delete`, proof)
  const { secret } = await client.ask('POST', '/account/second-factor', {})
  expect(changesIn(socket.events)).toEqual(['passkey_deleted'])
  const { recoveryCodes } = await client.ask('POST', '/account/second-factor/confirm', {
    code: codeOf(secret),
  })
  await client.ask('POST', '/account/recovery-codes', proof)
  await client.ask('POST', '/account/second-factor/delete', proof)
  const app = server.backend()
  await app.ask('DELETE', `/users/${pair.user.id}/second-factor`) // There is none any more.
  const { code: link } = await app.ask('POST', '/links', { purpose: 'password', user: client.id })
  const password = 'another battery'
  const wrong = { currentPassword: 'wrong', password }
  expect((await client.call('PATCH', '/account', wrong)).status).toBe(401)
  await client.ask('PATCH', '/account', { currentPassword: PASSWORD, password })

  const changes = [
    'passkey_deleted',
    'second_factor_on',
    'recovery_codes_created',
    'recovery_codes_created',
    'second_factor_off',
    'password_changed',
  ]
  // The sessions of the phone end with the password, after its change.
  for (const heard of [socket, stream, subscription])
    await waitFor(() => changesIn(heard.events as Received).length === changes.length)
  for (const heard of [socket, stream, subscription])
    expect(changesIn(heard.events as Received)).toEqual(changes)
  const live = socket.events.filter(({ type }) => type === 'account.updated')
  // On a database server it begins a commit window before the cursor.
  const replay = await client.socket({ cursor })
  const replayed = replay.events.filter(({ type }) => type === 'account.updated')
  expect(replayed.slice(-changes.length)).toEqual(live)
  expect(Object.keys(live[0] ?? {}).sort()).toEqual('at change cursor log seq type'.split(' '))
  const told = JSON.stringify([socket.events, stream.events])
  for (const text of [secret, password, ...recoveryCodes]) expect(told).not.toContain(text)

  // A forgotten password ends this session as well, after its change.
  expect((await post(server, '/passwords/reset', { link, password: PASSWORD })).status).toBe(204)
  await waitFor(() => socket.closed)
  expect(socket.events.slice(-2)).toMatchObject([
    { type: 'account.updated', change: 'password_changed' },
    { type: 'session.ended', reason: 'password_changed' },
  ])
  expect(other.events).toEqual([])
  for (const open of [stream, replay, other]) open.close()
  await graphql.dispose()
})

test('[ACC-19] a device on another node receives what the app has changed', async () => {
  await using cluster = await nodes(DATABASE === 'sqlite' ? 1 : 2, OPEN)
  const { pair } = await withPasskey(cluster.at(0))
  const { client } = await signIn(cluster.at(1), 'ana')
  const socket = await client.socket()
  await cluster.at(0).backend().ask('DELETE', `/users/${pair.user.id}/passkeys`)
  await waitFor(() => changesIn(socket.events).length === 1)
  expect(changesIn(socket.events)).toEqual(['passkey_deleted'])
  socket.close()
})
