import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { aged, OPEN, PASSWORD, post, signIn, signUp } from './support/accounts.ts'
import { parlance } from './support/parlance.ts'
import { smtp } from './support/smtp.ts'
import { waitFor } from './support/wait.ts'

/** A server on which everybody can sign up, and the mail server that it uses. */
async function setUp(settings: Record<string, string> = {}) {
  const mailbox = await smtp()
  const server = await parlance({ ...OPEN, ...mailbox.settings, ...settings })
  const verify = (link: string | undefined) => post(server, '/emails/verify', { link })
  return {
    mailbox,
    server,
    verify,
    /** Somebody whose address is verified. */
    verified: async (handle: string, email = `${handle}@example.org`) => {
      const number = mailbox.mails.length + 1
      const signedUp = await signUp(server, handle, { email })
      expect((await verify((await mailbox.mail(number)).code)).status).toBe(204)
      return signedUp
    },
    requestReset: (login: string) => post(server, '/passwords/request-reset', { login }),
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      await mailbox[Symbol.asyncDispose]()
    },
  }
}

test('[ACC-13] an address is verified by the mailed link, once, and is a login from then on', async () => {
  await using at = await setUp()
  const { client } = await signUp(at.server, 'ana', { email: 'Ana.K@Example.ORG' })
  const account = async () => (await client.ask('GET', '/account')) as object
  expect(await account()).toMatchObject({ email: 'ana.k@example.org', emailVerified: false })
  const mail = await at.mailbox.mail(1)
  expect(mail).toMatchObject({ from: 'noreply@example.org', to: ['ana.k@example.org'] })
  expect(mail.headers).toContain('Subject: Confirm your e-mail address')
  expect(mail.headers).toContain('From: Parlance <noreply@example.org>')
  expect(mail.text).toContain(`https://chat.example.org/#verify=${mail.code}`)
  const login = { login: 'ana.k@example.org', password: PASSWORD }
  expect((await post(at.server, '/sessions', login)).body.code).toBe('wrong_credentials')
  const both = await Promise.all([at.verify(mail.code), at.verify(mail.code)])
  expect(both.map(({ status }) => status).sort()).toEqual([204, 410])
  expect(await account()).toMatchObject({ email: 'ana.k@example.org', emailVerified: true })
  await signIn(at.server, ' ANA.K@example.org ')
  await signIn(at.server, 'ana')
})

test('[ACC-13] over the socket, too', async () => {
  await using at = await setUp()
  const { client } = await signUp(at.server, 'ana')
  const socket = await client.socket()
  const change = { email: 'ana@example.org', currentPassword: PASSWORD }
  const changed = await socket.command('accounts.update', change)
  expect(changed).toMatchObject({ email: 'ana@example.org', emailVerified: false })
  const { code } = await at.mailbox.mail(1)
  await socket.command('emails.verify', { link: code })
  expect(await socket.command('accounts.get', {})).toMatchObject({ emailVerified: true })
})

test('[ACC-13] and over GraphQL', async () => {
  await using at = await setUp()
  const { client } = await signUp(at.server, 'ana', { email: 'ana@example.org' })
  const { code } = await at.mailbox.mail(1)
  const query = `mutation { verifyEmail(input: { link: "${code}" }) }`
  const answer = await fetch(`${at.server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${client.token}` },
    body: JSON.stringify({ query }),
  })
  expect((await answer.json()).errors).toBeUndefined()
  expect((await client.ask('GET', '/account')).emailVerified).toBe(true)
})

test('[ACC-13] and for an account that the app creates', async () => {
  await using at = await setUp()
  const made = { handle: 'ana', email: 'Ana@example.org' }
  const { link } = await at.server.backend().ask('POST', '/accounts', made)
  const { code, to } = await at.mailbox.mail(1)
  expect(to).toEqual(['ana@example.org'])
  expect((await post(at.server, '/passwords/reset', { link, password: PASSWORD })).status).toBe(204)
  expect((await at.verify(code)).status).toBe(204)
  await signIn(at.server, 'ana@example.org')
  await using without = await parlance()
  const refused = await without.backend().call('POST', '/accounts', made)
  expect([refused.status, refused.body.code]).toEqual([400, 'invalid_input'])
})

describe('[ACC-14] what is no address is refused, and nothing is mailed', () => {
  let at: Awaited<ReturnType<typeof setUp>>
  beforeAll(async () => {
    at = await setUp()
  })
  afterAll(async () => {
    const { client } = await signUp(at.server, 'ben')
    await client.ask('PATCH', '/account', { email: 'a@b.org', currentPassword: PASSWORD })
    await at.mailbox.mail(1)
    expect(at.mailbox.attempts).toEqual(['a@b.org'])
    await at[Symbol.asyncDispose]()
  })
  for (const [what, email] of [
    ['no text', ''],
    ['no at', 'ana.example.org'],
    ['two at', 'ana@ben@example.org'],
    ['no host', 'ana@'],
    ['a host without a dot', 'root@localhost'],
    ['a line break', 'ana@example.org\r\nBcc: eve@example.org'],
    ['a line break at the end', 'ana@example.org\n'],
    ['a second address', 'ana@example.org, eve@example.org'],
    ['a name', 'Ana <ana@example.org>'],
    ['a comment', 'ana(eve)@example.org'],
    ['a quoted part', '"ana"@example.org'],
    ['a space', 'ana k@example.org'],
    ['another script', 'anа@example.org'],
    ['another script in the host', 'ana@exаmple.org'],
    ['a mark of direction', 'ana\u202e@example.org'],
    ['an IP address', 'ana@127.0.0.1'],
    ['an IP address in brackets', 'ana@[127.0.0.1]'],
    ['two dots', 'ana..k@example.org'],
    ['65 characters before the at', `${'a'.repeat(65)}@example.org`],
    ['255 characters', `ana@${'a.'.repeat(123)}example`],
    ['a number', 7],
    ['an object', { address: 'ana@example.org' }],
  ] as const)
    test(`[ACC-14] ${what}`, async () => {
      const body = { handle: 'ana', password: PASSWORD, email }
      const refused = await post(at.server, '/accounts', body)
      expect([refused.status, refused.body.code]).toEqual([400, 'invalid_input'])
      expect(refused.body.fields.email).toBeString()
      const socket = await (await at.server.user('Ana')).socket()
      const change = { email, currentPassword: PASSWORD }
      expect(await socket.command('accounts.update', change)).toBe('invalid_input')
    })
})

test('[ACC-15] an address that somebody else entered blocks nobody; one account verifies it', async () => {
  await using at = await setUp()
  const { client: eve } = await signUp(at.server, 'eve', { email: 'ana@example.org' })
  const first = await at.mailbox.mail(1)
  await at.verified('ana')
  const late = await at.verify(first.code)
  expect([late.status, late.body.code]).toEqual([409, 'email_taken'])
  expect((await eve.ask('GET', '/account')).emailVerified).toBe(false)
  // Signing up with it gets the same answer as before.
  const { body } = await post(at.server, '/accounts', {
    handle: 'mallory',
    password: PASSWORD,
    email: 'ana@example.org',
  })
  expect(body.user.handle).toBe('mallory')
  expect((await signIn(at.server, 'ana@example.org')).pair.user.handle).toBe('ana')
})

test('[ACC-15] of two who verify one address at once one gets it', async () => {
  await using at = await setUp()
  await signUp(at.server, 'ana', { email: 'both@example.org' })
  await signUp(at.server, 'ben', { email: 'both@example.org' })
  const links = [(await at.mailbox.mail(1)).code, (await at.mailbox.mail(2)).code]
  const both = await Promise.all(links.map((link) => at.verify(link)))
  expect(both.map(({ status }) => status).sort()).toEqual([204, 409])
})

test('[ACC-16] a change needs the password, is mailed to the old address, and ends the links mailed there', async () => {
  await using at = await setUp()
  const { client } = await at.verified('ana')
  const change = (email: string | null, currentPassword = PASSWORD) =>
    client.call('PATCH', '/account', { email, currentPassword })
  expect((await change('new@example.org', 'wrong one')).body.code).toBe('wrong_credentials')
  expect((await at.requestReset('ana')).status).toBe(204)
  const reset = await at.mailbox.mail(2)
  expect((await change('new@example.org')).body).toMatchObject({
    email: 'new@example.org',
    emailVerified: false,
  })
  const mails = [await at.mailbox.mail(3), await at.mailbox.mail(4)]
  const old = mails.find(({ to }) => to[0] === 'ana@example.org')
  expect(old?.headers).toContain('Subject: Your e-mail address was changed')
  expect(old?.text).not.toContain('new@example.org')
  const body = { link: reset.code, password: 'a new password' }
  expect((await post(at.server, '/passwords/reset', body)).body.code).toBe('link_over')
  const login = { login: 'ana@example.org', password: PASSWORD }
  expect((await post(at.server, '/sessions', login)).status).toBe(401)
  // The same address again: one more link. Removed: none, and the link of before is over.
  expect((await change('new@example.org')).status).toBe(200)
  const { code } = await at.mailbox.mail(5)
  expect((await change(null)).body.email).toBeUndefined()
  expect((await at.verify(code)).body.code).toBe('link_over')
})

test('[ACC-17] a forgotten password is set by a mailed link, which ends all sessions', async () => {
  await using at = await setUp()
  const { client } = await at.verified('ana')
  for (const [number, login] of [
    [2, 'ana'],
    [3, 'ANA@example.org'],
  ] as const) {
    expect((await at.requestReset(login)).status).toBe(204)
    expect((await at.mailbox.mail(number)).to).toEqual(['ana@example.org'])
  }
  const [, first, second] = at.mailbox.mails
  expect(second?.headers).toContain('Subject: Set a new password')
  const reset = (link: string | undefined) =>
    post(at.server, '/passwords/reset', { link, password: 'a new password' })
  // A later link replaces an earlier one.
  expect((await reset(first?.code)).body.code).toBe('link_over')
  expect((await reset(second?.code)).status).toBe(204)
  expect((await client.call('GET', '/me')).status).toBe(401)
  await signIn(at.server, 'ana', 'a new password')
})

test('[ACC-17] the mailed link lasts an hour', async () => {
  await using at = await setUp()
  await at.verified('ana')
  await at.requestReset('ana')
  const link = (await at.mailbox.mail(2)).code
  await aged(at.server, 'links', 'until', 61 * 60_000)
  const { body } = await post(at.server, '/passwords/reset', { link, password: 'a new password' })
  expect(body.code).toBe('link_over')
})

test('[ACC-17] the answer is the same for every login, and only a verified address gets a mail', async () => {
  await using at = await setUp()
  await signUp(at.server, 'ben', { email: 'ben@example.org' })
  await at.mailbox.mail(1)
  await at.verified('ana')
  const answers = []
  for (const login of ['nobody', 'no@example.org', 'ben', 'ben@example.org', 'x y', 'ana'])
    answers.push(await at.requestReset(login))
  expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1)
  expect(answers[0]?.status).toBe(204)
  const mail = await at.mailbox.mail(3)
  expect(mail.to).toEqual(['ana@example.org'])
  const app = at.server.backend()
  await waitFor(async () => !(await app.ask('GET', '/jobs?kind=mail.passwordLink')).jobs.length)
  expect(at.mailbox.mails).toHaveLength(3)
})

test('[ACC-18] without a mail server an address is refused, with what to do', async () => {
  await using server = await parlance(OPEN)
  const email = 'ana@example.org'
  const refused = await post(server, '/accounts', { handle: 'ana', password: PASSWORD, email })
  expect(refused.body).toMatchObject({
    code: 'invalid_input',
    fields: { email: expect.any(String) },
  })
  expect(refused.body.detail).toContain('PARLANCE_SMTP_URL')
  const { client } = await signUp(server, 'ana')
  const change = await client.call('PATCH', '/account', { email, currentPassword: PASSWORD })
  expect(change.body.code).toBe('invalid_input')
  const forgotten = await post(server, '/passwords/request-reset', { login: 'ana' })
  expect(forgotten.body).toMatchObject({ code: 'forbidden' })
  expect(forgotten.body.detail).toContain('ask an administrator')
})
