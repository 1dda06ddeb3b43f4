import { describe, expect, test } from 'bun:test'
import { readConfig } from '../server/config.ts'
import { aged, OPEN, PASSWORD, post, signUp } from './support/accounts.ts'
import { settled } from './support/jobs.ts'
import { scrape } from './support/metrics.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { smtp } from './support/smtp.ts'
import { countRows } from './support/sql.ts'
import { waitFor } from './support/wait.ts'

async function setUp(
  options: Parameters<typeof smtp>[0] = {},
  settings: Record<string, string> = {},
) {
  const mailbox = await smtp(options)
  const server = await parlance({ ...OPEN, ...mailbox.settings, ...settings })
  return {
    mailbox,
    server,
    app: server.backend(),
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      await mailbox[Symbol.asyncDispose]()
    },
  }
}

const count = ({ place }: Parlance, rows: string) =>
  countRows(place.PARLANCE_DATABASE_URL, rows, place.PARLANCE_DATA)

/** The mails of the server with a result. */
const mails = async ({ management }: Parlance, result: string) =>
  (await scrape(management)).get(`parlance_mails_total{result="${result}"}`)

/** The only job of a kind, as soon as it has failed. */
const failed = (server: Parlance, kind: string) =>
  waitFor(async () => {
    const { jobs } = await server.backend().ask('GET', `/jobs?kind=${kind}`)
    return jobs[0]?.lastError !== undefined && jobs[0].state === 'waiting' && jobs[0]
  })

describe('[MAI-1] a setting of the mail server that cannot be right ends the start', () => {
  for (const [what, variable, value] of [
    ['no scheme', 'SMTP_URL', 'mail.example.org:25'],
    ['another scheme', 'SMTP_URL', 'https://mail.example.org'],
    ['no host', 'SMTP_URL', 'smtp://'],
    ['a user without a password', 'SMTP_URL', 'smtp://ana@mail.example.org'],
    ['a path', 'SMTP_URL', 'smtp://mail.example.org/inbox'],
    ['options', 'SMTP_URL', 'smtp://mail.example.org/?secure=false'],
    ['a % that encodes nothing', 'SMTP_URL', 'smtp://ana:50%@mail.example.org'],
    ['a sender without an address', 'MAIL_FROM', 'Parlance'],
    ['a sender with two addresses', 'MAIL_FROM', 'a@example.org, b@example.org'],
    ['a sender with a header', 'MAIL_FROM', 'Ana\r\nBcc: eve@example.org <a@example.org>'],
    ['an unclosed sender', 'MAIL_FROM', 'Ana <a@example.org'],
  ] as const)
    test(`[MAI-1] ${what}`, () => {
      const read = () => readConfig([], { [`PARLANCE_${variable}`]: value })
      expect(read).toThrow(`PARLANCE_${variable}: must be `)
      if (value.includes('ana')) expect(read).not.toThrow(value)
    })

  test('[MAI-1] a mail server without a sender, or without the address of the web app', async () => {
    const { PARLANCE_SMTP_URL } = { PARLANCE_SMTP_URL: 'smtp://127.0.0.1:1' }
    for (const more of [
      { PARLANCE_URL: 'https://chat.example.org' },
      { PARLANCE_MAIL_FROM: 'a@example.org' },
    ])
      expect(parlance({ PARLANCE_SMTP_URL, ...more })).rejects.toThrow('PARLANCE_MAIL_FROM')
  })

  test('[MAI-1] what is right is accepted', () => {
    const { smtpUrl, mailFrom } = readConfig([], {
      PARLANCE_SMTP_URL: 'smtp://ana:p%40ss@mail.example.org',
      PARLANCE_MAIL_FROM: 'Müller, Co <noreply@example.org>',
    })
    expect(smtpUrl).toEqual({
      host: 'mail.example.org',
      port: 587,
      secure: false,
      requireTLS: true,
      auth: { user: 'ana', pass: 'p@ss' },
    })
    expect(mailFrom).toEqual({ name: 'Müller, Co', address: 'noreply@example.org' })
  })
})

test('[MAI-2] a mail that the mail server does not take now is sent later, with the same link', async () => {
  let refusals = 1
  await using at = await setUp({ refuse: () => (refusals-- > 0 ? 451 : undefined) })
  await signUp(at.server, 'ana', { email: 'ana@example.org' })
  const job = await failed(at.server, 'mail.verification')
  expect(job.lastError).toContain('451')
  expect(job.lastError).not.toContain('ana@')
  expect(await count(at.server, 'links')).toBe(1)
  await at.app.ask('POST', `/jobs/${job.id}/retry`)
  const mail = await at.mailbox.mail(1)
  expect(mail.headers).toContain(`Message-ID: <${job.id}@example.org>`)
  expect(await count(at.server, 'links')).toBe(1)
  expect((await post(at.server, '/emails/verify', { link: mail.code })).status).toBe(204)
})

test('[MAI-2] a link that has ended meanwhile is not mailed again', async () => {
  let refusals = 1
  await using at = await setUp({ refuse: () => (refusals-- > 0 ? 451 : undefined) })
  await signUp(at.server, 'ana', { email: 'ana@example.org' })
  const job = await failed(at.server, 'mail.verification')
  await aged(at.server, 'links', 'until', 25 * 60 * 60_000)
  await at.app.ask('POST', `/jobs/${job.id}/retry`)
  await waitFor(async () => (await at.app.call('GET', `/jobs/${job.id}`)).status === 404)
  expect(at.mailbox.mails).toEqual([])
})

test('[MAI-3] a mail that the mail server refuses for good is not tried again, and is counted', async () => {
  await using at = await setUp({ refuse: (to) => (to.startsWith('no') ? 550 : undefined) })
  await signUp(at.server, 'ana', { email: 'nobody@example.org' })
  await waitFor(() => at.mailbox.attempts.length === 1)
  const idle = async () => !(await at.app.ask('GET', '/jobs?kind=mail.verification')).jobs.length
  await waitFor(idle)
  await signUp(at.server, 'ben', { email: 'ben@example.org' })
  await at.mailbox.mail(1)
  await waitFor(idle)
  expect(at.mailbox.attempts).toEqual(['nobody@example.org', 'ben@example.org'])
  expect(await mails(at.server, 'refused')).toBe(1)
  expect(await mails(at.server, 'sent')).toBe(1)
})

test('[MAI-4] the code of a mailed link is in no table, and no administrator sees the link', async () => {
  await using at = await setUp({ refuse: () => 451 })
  await signUp(at.server, 'ana', { email: 'ana@example.org' })
  await failed(at.server, 'mail.verification')
  const has = (table: string, ...columns: string[]) =>
    count(at.server, `${table} where ${columns.map((c) => `${c} like '%pl_link%'`).join(' or ')}`)
  expect(await has('jobs', 'body', 'progress', 'last_error', 'unique_key')).toBe(0)
  expect(await has('links', 'code', 'id')).toBe(0)
  expect(await count(at.server, "jobs where body like '%ana@%'")).toBe(0)
  expect((await at.app.ask('GET', '/links')).links).toEqual([])
})

test('[MAI-5] a mail is plain text, and has nothing that a user wrote, except the handle', async () => {
  await using at = await setUp()
  const name = 'Win at https://evil.example\nBcc: eve@example.org'
  const body = { handle: 'ana', password: PASSWORD, name, email: 'ana@example.org' }
  const { status } = await post(at.server, '/accounts', body)
  if (status !== 201) await signUp(at.server, 'ana', { ...body, name: name.replace('\n', ' ') })
  const { headers, text } = await at.mailbox.mail(1)
  expect(headers.some((line) => /^content-type: text\/plain/i.test(line))).toBe(true)
  expect(headers.filter((line) => /^(?:b?cc|to):/i.test(line))).toEqual(['To: ana@example.org'])
  expect(`${headers} ${text}`).not.toContain('evil')
  expect(text).toContain('the account ana at')
  expect(text.length).toBeLessThan(600)
})

describe('[MAI-6] mails are limited', () => {
  const again = { email: 'ana@example.org', currentPassword: PASSWORD }

  test('[MAI-6] five links an hour to one user, then the next hour', async () => {
    await using at = await setUp()
    const { client } = await signUp(at.server, 'ana', { email: again.email })
    for (let i = 0; i < 4; i++) await client.ask('PATCH', '/account', again)
    const refused = await client.call('PATCH', '/account', again)
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited'])
    expect(refused.body.retryAfter).toBeWithin(1, 3601)
    const other = await client.call('PATCH', '/account', { ...again, email: 'b@example.org' })
    expect(other.body.code).toBe('rate_limited')
    expect((await client.ask('GET', '/account')).email).toBe(again.email)
    await aged(at.server, 'mail_counts', 'hour', 2)
    await client.ask('PATCH', '/account', again)
    await at.mailbox.mail(6)
    const { id } = await settled(at.app, 'mailCounts.sweep')
    await at.app.ask('POST', `/jobs/${id}/retry`)
    await waitFor(async () => (await count(at.server, 'mail_counts')) === 3)
  })

  test('[MAI-6] five an hour to one address, of all users', async () => {
    await using at = await setUp()
    for (let i = 0; i < 5; i++) await signUp(at.server, `ana-${i}`, { email: again.email })
    const body = { handle: 'eve', password: PASSWORD, email: again.email }
    expect((await post(at.server, '/accounts', body)).body.code).toBe('rate_limited')
    // The user was not created: the handle is free.
    await signUp(at.server, 'eve', { email: 'eve@example.org' })
  })

  test('[MAI-6] an hour of the whole server, whether the address is known or not', async () => {
    await using at = await setUp({}, { PARLANCE_MAILS_PER_HOUR: '2' })
    await signUp(at.server, 'ana', { email: 'ana@example.org' })
    await post(at.server, '/emails/verify', { link: (await at.mailbox.mail(1)).code })
    await signUp(at.server, 'ben', { email: 'ben@example.org' })
    for (const email of ['ana@example.org', 'new@example.org']) {
      const body = { handle: 'cleo', password: PASSWORD, email }
      expect((await post(at.server, '/accounts', body)).body.code).toBe('rate_limited')
    }
    // Mails about passwords are counted apart, and one too many is not refused: it is only not sent.
    for (let i = 0; i < 3; i++)
      expect((await post(at.server, '/passwords/request-reset', { login: 'ana' })).status).toBe(204)
    await at.mailbox.mail(4)
    await waitFor(async () => (await mails(at.server, 'limited')) === 1)
    expect(at.mailbox.mails).toHaveLength(4)
  })

  test('[MAI-6] a hundred requests for mails an hour from one network address', async () => {
    await using at = await setUp({}, { PARLANCE_ADDRESS_PER_SECOND: '100' })
    const ask = () => post(at.server, '/passwords/request-reset', { login: 'nobody' })
    for (let i = 0; i < 100; i++) expect((await ask()).status).toBe(204)
    expect((await ask()).body.code).toBe('rate_limited')
  })
})

test('[MAI-7] a mail server that does not answer delays nothing else', async () => {
  await using at = await setUp({ isSilent: true })
  const { client } = await signUp(at.server, 'ana', { email: 'ana@example.org' })
  expect((await client.ask('GET', '/account')).emailVerified).toBe(false)
  expect((await failed(at.server, 'mail.verification')).lastError).toContain('ETIMEDOUT')
})
