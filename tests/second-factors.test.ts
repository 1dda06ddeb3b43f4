import { expect, test } from 'bun:test'
import { aged, OPEN, PASSWORD, post, signIn, signUp } from './support/accounts.ts'
import { DATABASE } from './support/database.ts'
import { nodes, REDIS } from './support/nodes.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import {
  codeOf,
  codesOf,
  forgetUsed,
  inOneStep,
  signInWith,
  withSecondFactor,
} from './support/second-factors.ts'
import { execute } from './support/sql.ts'

const sql = ({ place }: Parlance, ...statements: string[]) =>
  execute(place.PARLANCE_DATABASE_URL, statements, place.PARLANCE_DATA)

test('[FAC-1] an authenticator app is on once it has shown a right code', async () => {
  await using server = await parlance(OPEN)
  const { client } = await signUp(server, 'ana')
  const early = await client.call('POST', '/account/second-factor/confirm', { code: '123456' })
  expect(early.body.code).toBe('not_found')
  const { secret, uri } = await client.ask('POST', '/account/second-factor', {})
  expect(uri).toStartWith('otpauth://totp/Parlance:ana?')
  expect(uri).toContain(`secret=${secret}`)
  await signIn(server, 'ana')
  for (const code of ['1', '12345', '1234567', 'abcdef', codeOf(secret, 5)]) {
    const wrong = await client.call('POST', '/account/second-factor/confirm', { code })
    expect([wrong.status, wrong.body.code]).toEqual([401, 'wrong_code'])
  }
  expect((await client.ask('GET', '/account')).secondFactor).toBeUndefined()
  const body = { code: codeOf(secret).replace(/^.../, '$& ') }
  const { recoveryCodes } = await client.ask('POST', '/account/second-factor/confirm', body)
  expect(new Set(recoveryCodes).size).toBe(10)
  expect((await client.ask('GET', '/account')).secondFactor.recoveryCodesLeft).toBe(10)
  const again = await client.call('POST', '/account/second-factor', {})
  expect(again.body.code).toBe('too_many')
})

test('[FAC-1] a secret that was not confirmed within 10 minutes is over', async () => {
  await using server = await parlance(OPEN)
  const { client } = await signUp(server, 'ana')
  const { secret } = await client.ask('POST', '/account/second-factor', {})
  await aged(server, 'second_factors', 'created_at', 600_001)
  const body = { code: codeOf(secret) }
  const late = await client.call('POST', '/account/second-factor/confirm', body)
  expect(late.body.code).toBe('not_found')
})

test('[FAC-1] users of the app have no account, and so no second factor', async () => {
  await using server = await parlance(OPEN)
  const ben = await server.user('Ben')
  const body = { currentPassword: PASSWORD }
  for (const path of ['/second-factor', '/second-factor/delete', '/recovery-codes'])
    expect((await ben.call('POST', `/account${path}`, body)).body.code).toBe('not_found')
})

test('[FAC-2] the code is asked for after the password was right, and not before', async () => {
  await using server = await parlance(OPEN)
  const { secret } = await withSecondFactor(server)
  const password = 'a wrong password'
  const nobody = await post(server, '/sessions', { login: 'nobody', password, code: '123456' })
  expect(nobody.body.code).toBe('wrong_credentials')
  for (const code of [undefined, codeOf(secret)]) {
    const wrong = await post(server, '/sessions', { login: 'ana', password, code })
    expect([wrong.status, wrong.body]).toEqual([401, nobody.body])
  }
  const without = await signInWith(server, undefined)
  expect([without.status, without.body.code]).toEqual([401, 'second_factor_required'])
  const wrong = await signInWith(server, codeOf(secret, 7))
  expect([wrong.status, wrong.body.code]).toEqual([401, 'wrong_code'])
  expect((await signInWith(server, codeOf(secret))).status).toBe(201)
})

test('[FAC-2] the socket and GraphQL ask for the code, too', async () => {
  await using server = await parlance(OPEN)
  const { secret, client } = await withSecondFactor(server)
  const socket = await client.socket()
  const input = { login: 'ana', password: PASSWORD }
  expect(await socket.command('sessions.create', input)).toBe('second_factor_required')
  const code = codeOf(secret)
  expect((await socket.command('sessions.create', { ...input, code })).accessToken).toBeString()
  socket.close()
  await forgetUsed(server)
  const signInBy = async (variables: object) => {
    const query =
      'mutation ($input: CreateSessionInput!) { createSession(input: $input) { accessToken } }'
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { input: variables } }),
    })
    return response.json()
  }
  const refused = await signInBy(input)
  expect(refused.errors[0].extensions.code).toBe('second_factor_required')
  const signedIn = await signInBy({ ...input, code: codeOf(secret) })
  expect(signedIn.data.createSession.accessToken).toBeString()
})

test('[FAC-3] a code is used once, also at the same moment, and no earlier one after it', async () => {
  await using server = await parlance(OPEN)
  const { secret } = await withSecondFactor(server)
  const code = codeOf(secret)
  const all = await Promise.all([1, 2, 3].map(() => signInWith(server, code)))
  expect(codesOf(all).toSorted()).toEqual([201, 'wrong_code', 'wrong_code'])
  expect((await signInWith(server, code)).body.code).toBe('wrong_code')
  await forgetUsed(server)
  await sql(server, 'delete from sign_in_attempts')
  const answers = []
  for (const step of [0, -1, 1]) answers.push(await signInWith(server, codeOf(secret, step)))
  expect(codesOf(answers)).toEqual([201, 'wrong_code', 201])
})

test('[FAC-3] codes of the half-minutes beside the present one are right, and no others', async () => {
  await using server = await parlance(OPEN)
  const { secret } = await withSecondFactor(server)
  const right = await inOneStep(async () => {
    const steps: number[] = []
    for (const step of [-3, -2, -1, 0, 1, 2, 3]) {
      await forgetUsed(server)
      await sql(server, 'delete from sign_in_attempts')
      if ((await signInWith(server, codeOf(secret, step))).status === 201) steps.push(step)
    }
    return steps
  })
  expect(right).toEqual([-1, 0, 1])
})

if (DATABASE !== 'sqlite')
  test.skipIf(REDIS === '')('[FAC-3] a code is used once on two nodes', async () => {
    await using cluster = await nodes(2, OPEN)
    const { secret, recoveryCodes } = await withSecondFactor(cluster.at(0))
    for (const code of [codeOf(secret), recoveryCodes[0]]) {
      const all = await Promise.all([0, 1, 0, 1].map((i) => signInWith(cluster.at(i), code)))
      expect(codesOf(all).toSorted()).toEqual([201, 'wrong_code', 'wrong_code', 'wrong_code'])
      await sql(cluster.at(0), 'delete from sign_in_attempts')
    }
  })

test('[FAC-3] the secret of one user is none of another’s, and the database has no secret', async () => {
  await using server = await parlance(OPEN)
  const ana = await withSecondFactor(server)
  const ben = await withSecondFactor(server, 'ben')
  expect((await signInWith(server, codeOf(ana.secret), 'ben')).body.code).toBe('wrong_code')
  const bens = `(select sealed from (select * from second_factors) f where f."user" = '${ben.pair.user.id}')`
  const copy = `update second_factors set sealed = ${bens} where "user" = '${ana.pair.user.id}'`
  await sql(server, DATABASE === 'mariadb' ? copy.replaceAll('"', '`') : copy)
  expect((await signInWith(server, codeOf(ben.secret))).body.code).toBe('wrong_code')
  expect((await signInWith(server, codeOf(ben.secret), 'ben')).status).toBe(201)
  expect((await signInWith(server, ana.recoveryCodes[0])).status).toBe(201)
})

test('[FAC-4] each recovery code replaces a code once, in any spelling', async () => {
  await using server = await parlance(OPEN)
  const { client, secret, recoveryCodes } = await withSecondFactor(server)
  const [first = '', second = '', third = ''] = recoveryCodes
  expect(first).toMatch(/^(?:[0-9a-z]{4}-){3}[0-9a-z]{4}$/)
  const all = await Promise.all([1, 2, 3].map(() => signInWith(server, first)))
  expect(codesOf(all).toSorted()).toEqual([201, 'wrong_code', 'wrong_code'])
  const spelled = ` ${second.replaceAll('-', ' ').toUpperCase()} `
  expect((await signInWith(server, spelled)).status).toBe(201)
  expect((await client.ask('GET', '/account')).secondFactor.recoveryCodesLeft).toBe(8)
  const body = { code: codeOf(secret) }
  const renewed = await client.ask('POST', '/account/recovery-codes', body)
  expect((await signInWith(server, third)).body.code).toBe('wrong_code')
  expect((await signInWith(server, renewed.recoveryCodes[9])).status).toBe(201)
  const { client: ben } = await signUp(server, 'ben')
  const none = await ben.call('POST', '/account/recovery-codes', { currentPassword: PASSWORD })
  expect(none.body.code).toBe('not_found')
})

test('[FAC-4] a recovery code of another user is wrong', async () => {
  await using server = await parlance(OPEN)
  const ana = await withSecondFactor(server)
  await withSecondFactor(server, 'ben')
  const [code] = ana.recoveryCodes
  expect((await signInWith(server, code, 'ben')).body.code).toBe('wrong_code')
  expect((await signInWith(server, code)).status).toBe(201)
})

test('[FAC-5] wrong codes count as failed sign-ins, and the right password does not end the waiting', async () => {
  await using server = await parlance(OPEN)
  const { secret } = await withSecondFactor(server)
  for (let i = 0; i < 5; i++)
    expect((await signInWith(server, codeOf(secret, 7 + i))).body.code).toBe('wrong_code')
  for (const code of [undefined, codeOf(secret)]) {
    const waiting = await signInWith(server, code)
    expect([waiting.status, waiting.body.code]).toEqual([429, 'rate_limited'])
  }
})

test('[FAC-5] codes alone wait longer than passwords, and recovery codes do not wait', async () => {
  await using server = await parlance(OPEN)
  const { client, secret, recoveryCodes } = await withSecondFactor(server)
  const remove = (code: string | undefined) =>
    client.call('POST', '/account/second-factor/delete', { code })
  expect((await remove(codeOf(secret, 7))).body.code).toBe('wrong_code')
  await sql(server, 'update sign_in_attempts set failures = 30')
  const { body, response } = await remove(codeOf(secret))
  expect(body.code).toBe('rate_limited')
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(600)
  expect((await remove(recoveryCodes[0])).status).toBe(204)
})

test('[FAC-6] a change of the second factor needs a proof', async () => {
  await using server = await parlance(OPEN)
  const { client, secret } = await withSecondFactor(server)
  const remove = '/account/second-factor/delete'
  const codes = '/account/recovery-codes'
  // Not even just after the sign-in: the page may be open on a device of somebody else.
  for (const path of [remove, codes]) {
    const bare = await client.call('POST', path, {})
    expect([bare.status, bare.body.code]).toEqual([403, 'proof_required'])
    const wrong = await client.call('POST', path, { currentPassword: 'a wrong password' })
    expect(wrong.body.code).toBe('wrong_credentials')
    expect((await client.call('POST', path, { code: '000 000' })).body.code).toBe('wrong_code')
  }
  expect((await client.call('POST', remove, { code: codeOf(secret) })).status).toBe(204)
  await signIn(server, 'ana')
  expect((await client.ask('GET', '/account')).secondFactor).toBeUndefined()
  await aged(server, 'sessions', 'created_at', 600_001)
  const stale = await client.call('POST', '/account/second-factor', {})
  expect(stale.body.code).toBe('proof_required')
  const wrong = { currentPassword: 'a wrong password' }
  const refused = await client.call('POST', '/account/second-factor', wrong)
  expect(refused.body.code).toBe('wrong_credentials')
  const proven = { currentPassword: PASSWORD }
  expect((await client.call('POST', '/account/second-factor', proven)).status).toBe(201)
})

test('[FAC-7] a new password keeps the second factor, and the app can remove it', async () => {
  await using server = await parlance(OPEN)
  const { pair, recoveryCodes } = await withSecondFactor(server)
  const app = server.backend()
  const link = await app.ask('POST', '/links', { purpose: 'password', user: pair.user.id })
  const reset = { link: link.code, password: PASSWORD }
  expect((await post(server, '/passwords/reset', reset)).status).toBe(204)
  expect((await signInWith(server, undefined)).body.code).toBe('second_factor_required')
  const path = `/users/${pair.user.id}/second-factor`
  for (let i = 0; i < 2; i++) expect((await app.call('DELETE', path)).status).toBe(204)
  const { client } = await signIn(server, 'ana')
  expect((await client.ask('GET', '/account')).secondFactor).toBeUndefined()
  const late = { code: recoveryCodes[0] }
  expect((await client.call('POST', '/account/second-factor/delete', late)).body.code).toBe(
    'wrong_code',
  )
})
