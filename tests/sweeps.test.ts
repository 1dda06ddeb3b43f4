import { expect, test } from 'bun:test'
import type { UserId } from '../protocol/ids.ts'
import { aged, OPEN, PASSWORD, post, refresh, signIn, signUp } from './support/accounts.ts'
import { strangers } from './support/consent.ts'
import { DATABASE } from './support/database.ts'
import { firstRuns, runNow, runners } from './support/jobs.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { Socket } from './support/socket.ts'
import { countRows, execute } from './support/sql.ts'
import { waitFor } from './support/wait.ts'

const change = ({ place }: Parlance, statement: string) =>
  execute(place.PARLANCE_DATABASE_URL, [statement], place.PARLANCE_DATA)

const rows = ({ place }: Parlance, table: string) =>
  countRows(place.PARLANCE_DATABASE_URL, table, place.PARLANCE_DATA)

const DAY_MS = 24 * 60 * 60 * 1000
/** `usage` is a keyword of MariaDB. */
const quoted = (name: string) => (DATABASE === 'mariadb' ? `\`${name}\`` : name)

test('[JOB-10] tickets that nobody used are deleted when they have expired, and no others', async () => {
  await using server = await parlance()
  await firstRuns(server, 'tickets.sweep')
  const ana = await server.user('Ana')
  for (let i = 0; i < 3; i++) await ana.ask('POST', '/tickets')
  expect(await rows(server, 'tickets')).toBe(3)
  await change(server, 'update tickets set until = 1')
  const { ticket } = await ana.ask('POST', '/tickets')
  await runNow(server, 'tickets.sweep')
  await waitFor(async () => (await rows(server, 'tickets')) === 1)
  const socket = await Socket.connect(server.url, {}, `?ticket=${ticket}`)
  socket.say({ type: 'hello' })
  expect(await socket.command('me.get', {})).toMatchObject({ id: ana.id })
})

/** As if so much time had passed since all of these were stored. */
const pass = (server: Parlance, ms: number, ...times: readonly `${string}.${string}`[]) =>
  Promise.all(
    times.map((time) => {
      const [table = '', column = ''] = time.split('.')
      return aged(server, table, column, ms)
    }),
  )

test('[JOB-11] sessions that have expired are deleted with their tokens, and no others', async () => {
  await using server = await parlance(OPEN)
  await firstRuns(server, 'sessions.sweep')
  await signUp(server, 'ana')
  await signUp(server, 'ben')
  await pass(server, 91 * DAY_MS, 'sessions.used_at')
  const { client, pair } = await signIn(server, 'ana')
  await refresh(server, pair.refreshToken)
  expect(await rows(server, 'sessions')).toBe(3)
  await runNow(server, 'sessions.sweep')
  await waitFor(async () => (await rows(server, 'sessions')) === 1)
  expect(await rows(server, 'refresh_tokens')).toBe(2)
  expect((await client.ask('GET', '/sessions')).sessions).toHaveLength(1)
})

test('[JOB-11] one-time links and failed sign-ins that have expired are deleted, and no others', async () => {
  await using server = await parlance(OPEN)
  await firstRuns(server, 'links.sweep', 'signInAttempts.sweep')
  const app = server.backend()
  const wrong = (login: string) => post(server, '/sessions', { login, password: PASSWORD })
  for (const login of ['ana', 'ben', 'cleo']) {
    await app.ask('POST', '/links', { purpose: 'sign_up', seconds: 60 })
    await wrong(login)
  }
  await pass(server, 61 * 60_000, 'links.until', 'sign_in_attempts.at')
  const { id } = await app.ask('POST', '/links', { purpose: 'sign_up', seconds: 60 })
  await wrong('dan')
  expect(await rows(server, 'sign_in_attempts')).toBe(4)
  const links = await rows(server, 'links')
  await runNow(server, 'links.sweep')
  await runNow(server, 'signInAttempts.sweep')
  await waitFor(async () => (await rows(server, 'links')) === links - 3)
  await waitFor(async () => (await rows(server, 'sign_in_attempts')) === 1)
  expect((await app.ask('GET', '/links')).links).toMatchObject([{ id }])
})

test('[JOB-11] requests that ended long ago are deleted, except those that say who may reach whom', async () => {
  await using at = await strangers()
  const { server, ana, ben, cleo } = at
  await firstRuns(server, 'requests.sweep')
  const dan = await server.user('Dan')
  await dan.ask('GET', '/me')
  await at.request(ana, { id: 'nobody' })
  await at.accepted(ana, ben)
  const answer = async (asker: typeof ana, forGood: boolean) => {
    const { id } = (await at.request(asker, cleo)).body
    await cleo.ask('POST', `/requests/${id}/decline`, { forGood })
  }
  await answer(ana, false)
  await answer(dan, true)
  await pass(server, 62 * DAY_MS, 'requests.expires_at', 'requests.created_at')
  await at.request(ana, dan)
  expect(await rows(server, 'requests')).toBe(5)
  await runNow(server, 'requests.sweep')
  await waitFor(async () => (await rows(server, 'requests')) === 3)
  // Those who agreed reach each other; who was refused for good reaches nobody.
  expect((await at.group(ana, ben)).status).toBe(201)
  await at.request(dan, cleo)
  expect(await at.requests(cleo)).toEqual([])
})

test('[JOB-11] the usage of past days is deleted, and that of today and yesterday stays', async () => {
  await using server = await parlance()
  await firstRuns(server, 'usage.sweep')
  const today = Math.floor(Date.now() / DAY_MS)
  for (let i = 0; i < 4; i++)
    await change(
      server,
      `insert into ${quoted('usage')} (day, subject, rooms, text_bytes, events, guests) values (${today - i}, 'somebody', 1, 1, 1, 1)`,
    )
  await runNow(server, 'usage.sweep')
  await waitFor(async () => (await rows(server, quoted('usage'))) === 2)
})

test('[INV-6] an invitation that has expired is ended, its user receives that, and another stays', async () => {
  await using server = await parlance()
  await firstRuns(server, 'invitations.sweep')
  const [ana, ben] = [await server.user('Ana'), await server.user('Ben')]
  await ben.ask('GET', '/me')
  const room = await ana.room('group')
  const [socket, creators] = [await ben.socket(), await ana.socket()]
  const invite = (more: object) => ana.ask('POST', `/rooms/${room.id}/invitations`, more)
  const late = await invite({ user: ben.id, seconds: 1 })
  const code = await invite({ seconds: 1 })
  const stays = await invite({ seconds: 3600 })
  await waitFor(() => Date.now() > Date.parse(code.expiresAt))
  await runNow(server, 'invitations.sweep')
  expect(await socket.hears(`user:${ben.id}`, 2)).toMatchObject([
    { type: 'invitation.created' },
    { type: 'invitation.deleted', invitation: late.id },
  ])
  const received = await creators.hears(`user:${ana.id}`, 3)
  expect(received.at(-1)).toMatchObject({ type: 'invitation.deleted', invitation: code.id })
  expect((await ben.call('GET', `/invitations/${late.id}`)).body.code).toBe('not_found')
  expect((await ben.call('POST', '/invitations/accept', { code: stays.code })).status).toBe(200)
})

test('[ERA-1] a text that its author deleted is erased when it can no longer be restored', async () => {
  await using server = await parlance()
  await firstRuns(server, 'messages.emptyTrash')
  const ana = await server.user('Ana')
  const room = await ana.room()
  const [first, second] = [await ana.send(room.id, 'first'), await ana.send(room.id, 'second')]
  for (const { id } of [first, second]) await ana.ask('DELETE', `/rooms/${room.id}/messages/${id}`)
  expect(await rows(server, 'trash')).toBe(2)
  await change(server, `update trash set at = 1 where seq = ${first.seq}`)
  await runNow(server, 'messages.emptyTrash')
  await waitFor(async () => (await rows(server, 'trash')) === 1)
  const { id } = (await ana.history(room.id)).at(-1) ?? {}
  expect((await ana.call('POST', `/rooms/${room.id}/messages/${id}/restore`)).status).toBe(200)
})

test('[XPT-4] the receipt of an export stays until the last part of its file is deleted', async () => {
  await using at = await runners([() => async () => undefined])
  const user = 'ana' as UserId
  const part = { number: 1, file: 'user.json', crc: 1, size: 1, isLast: true }
  await at.store.write(async (tx) => {
    const { id } = await tx.exports.create({ user, requestedBy: 'user', state: 'running' })
    await tx.exports.addPart(id, { ...part, bytes: new TextEncoder().encode('a secret') })
    await tx.exports.end(user, undefined)
    // As if it was over long after it was made: a sweep can come before the job that deletes its parts.
    await tx.exports.deleteReceipts(tx.now + 1, 10)
    expect(await tx.exports.get(id)).toMatchObject({ state: 'over' })
    await tx.exports.deleteParts(10)
    await tx.exports.deleteReceipts(tx.now + 1, 10)
    expect(await tx.exports.get(id)).toBeUndefined()
  })
})
