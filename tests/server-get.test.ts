import { expect, test } from 'bun:test'
import { post, visitor } from './support/accounts.ts'
import { graphql } from './support/graphql.ts'
import { Issuer } from './support/issuer.ts'
import { parlance } from './support/parlance.ts'
import { issuerSettings } from './support/sign-in.ts'

test('[ACC-20] a server says which ways in there are, to everybody and on every transport', async () => {
  await using server = await parlance({
    PARLANCE_ACCOUNTS: 'invite',
    PARLANCE_SMTP_URL: 'smtp://127.0.0.1:1',
    PARLANCE_MAIL_FROM: 'Parlance <noreply@example.org>',
    PARLANCE_URL: 'https://chat.example.org',
  })
  const ways = { guests: true, accounts: 'invite', mail: true, providers: [] }
  const response = await fetch(`${server.url}/api/v1/server`)
  expect([response.status, await response.json()]).toEqual([200, ways])
  const ana = await server.guest('Ana')
  expect(await ana.ask('GET', '/server')).toEqual(ways)
  const socket = await ana.socket()
  expect(await socket.command('server.get', {})).toEqual(ways)
  socket.close()
  const { data } = await graphql(ana, '{ server { guests accounts mail providers { name } } }')
  expect(data?.server).toEqual(ways)
})

test('[ACC-20] what is off is not there: no guests, no accounts, no mail, and no providers without accounts', async () => {
  await using issuer = await Issuer.open()
  for (const accounts of ['open', 'off']) {
    await using server = await parlance({
      ...issuerSettings(issuer),
      PARLANCE_ACCOUNTS: accounts,
      PARLANCE_GUESTS: 'false',
    })
    const { providers, ...ways } = await visitor(server).ask('GET', '/server')
    expect(ways).toEqual({ guests: false, accounts, mail: false })
    expect(providers.length).toBe(accounts === 'open' ? 1 : 0)
    expect((await post(server, '/guests', { name: 'Eve' })).body.code).toBe('forbidden')
  }
})
