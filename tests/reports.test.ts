import { expect, test } from 'bun:test'
import type { MyReport, Report, ReportDetails } from '../protocol/entities.ts'
import type { Client } from './support/client.ts'
import { DATABASE } from './support/database.ts'
import { nodes } from './support/nodes.ts'
import { type Parlance, parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

/** A group of Ana's, moderated by Mod, with Ben and Cleo. Boss is an administrator, Eve is a stranger. */
async function setUp(server: Parlance) {
  const app = server.backend()
  const names = ['Ana', 'Mod', 'Ben', 'Cleo', 'Boss', 'Eve']
  const [ana, mod, ben, cleo, boss, eve] = (await Promise.all(names.map(server.user))) as [
    ...[Client, Client, Client, Client, Client, Client],
  ]
  for (const who of [ana, mod, ben, cleo, boss, eve]) await who.ask('GET', '/me')
  await app.ask('PATCH', `/users/${boss.id}`, { role: 'administrator' })
  const room = await ana.room('group', mod, ben, cleo)
  await ana.ask('PATCH', `/rooms/${room.id}/members/${mod.id}`, { role: 'moderator' })
  return { app, ana, mod, ben, cleo, boss, eve, room }
}

const report = (who: Client, object: object, more: object = {}) =>
  who.call('POST', '/reports', { reason: 'abuse', ...object, ...more })
const made = async (who: Client, object: object, more: object = {}): Promise<MyReport> => {
  const { status, body } = await report(who, object, more)
  expect([status, body?.code]).toEqual([201, undefined])
  return body
}
const details = (who: Client, id: string): Promise<ReportDetails> =>
  who.ask('GET', `/reports/${id}`)
const open = async (who: Client, query = ''): Promise<Report[]> =>
  (await who.ask('GET', `/reports${query}`)).reports

test('[RPT-1] the staff see a reported message as it was, with its neighbours, whatever is edited or deleted', async () => {
  await using server = await parlance()
  const { app, ana, mod, ben, cleo, boss, room } = await setUp(server)
  const texts = ['one', 'two', 'three', 'four', 'bad words', 'five', 'six', 'seven', 'eight']
  const sent = []
  for (const text of texts) sent.push(await ben.send(room.id, text))
  const [bad, after] = [sent[4], sent[5]]
  const { report: id } = await made(cleo, { message: bad?.id }, { text: 'He insults me' })
  await ben.ask('PATCH', `/rooms/${room.id}/messages/${after?.id}`, { text: 'harmless' })
  await ben.ask('PATCH', `/rooms/${room.id}/messages/${bad?.id}`, { text: 'kind words' })
  await ben.ask('DELETE', `/rooms/${room.id}/messages/${bad?.id}`)
  for (const who of [ana, mod, boss, app]) {
    const found = await details(who, id)
    expect(found.report).toMatchObject({
      id,
      status: 'open',
      room: room.id,
      user: { id: ben.id, name: 'Ben' },
      message: { id: bad?.id as never, seq: bad?.seq as never },
      reason: 'abuse',
      reporters: 1,
    })
    expect(found.reporters).toMatchObject([{ user: { id: cleo.id }, text: 'He insults me' }])
    expect(found.evidence.map(({ text }) => text)).toEqual(texts.slice(1, 8))
  }
  // A later reporter has seen another version.
  const second = await ben.send(room.id, 'first version')
  const { report: other } = await made(cleo, { message: second.id })
  await ben.ask('PATCH', `/rooms/${room.id}/messages/${second.id}`, { text: 'second version' })
  expect((await made(ana, { message: second.id })).report).toBe(other as never)
  const versions = (await details(mod, other)).evidence.filter(
    ({ message }) => message.id === second.id,
  )
  expect(versions.map(({ text }) => text)).toEqual(['first version', 'second version'])
  // The room is deleted, and the staff of the server still sees what was reported.
  await ana.ask('DELETE', `/rooms/${room.id}`)
  expect((await details(boss, id)).evidence).toHaveLength(7)
})

test('[RPT-1] the evidence contains nothing from before the reporter joined', async () => {
  await using server = await parlance()
  const { ana, ben, cleo, eve } = await setUp(server)
  const settings = { type: 'group', name: 'New', history: 'joined', members: [ben.id, cleo.id] }
  const room = await ana.ask('POST', '/rooms', settings)
  await ben.send(room.id, 'before')
  const { code } = await ana.ask('POST', `/rooms/${room.id}/invitations`, {})
  await eve.ask('POST', '/invitations/accept', { code })
  const { id } = await ben.send(room.id, 'bad words')
  const { report: found } = await made(eve, { message: id })
  expect((await details(ana, found)).evidence.map(({ text }) => text)).toEqual(['bad words'])
})

test('[RPT-2] what one cannot see can as little be reported as what does not exist', async () => {
  await using server = await parlance()
  const { ana, ben, cleo, eve, room } = await setUp(server)
  const { id } = await ben.send(room.id, 'words')
  const nothing = 'msg_00000000000000000000000000'
  const answer = async (who: Client, object: object) => {
    const { status, body } = await report(who, object)
    return { status, ...body, id: undefined }
  }
  const missing = await answer(eve, { message: nothing })
  expect(missing).toMatchObject({ status: 404, code: 'not_found' })
  const noRoom = 'room_00000000000000000000000000'
  for (const object of [
    { message: id },
    { user: ben.id },
    { user: 'nobody' },
    { user: ben.id, room: room.id },
    { user: ben.id, room: noRoom },
  ])
    expect(await answer(eve, object)).toEqual(missing)
  expect(await answer(cleo, { user: eve.id, room: room.id })).toEqual(missing)
  // A stranger who asks to talk can be reported.
  await eve.ask('POST', '/requests', { user: ana.id, text: 'bad words' })
  await made(ana, { user: eve.id })
  for (const [object, code] of [
    [{ message: id, user: ben.id }, 'invalid_input'],
    [{}, 'invalid_input'],
    [{ message: id, room: room.id }, 'invalid_input'],
    [{ message: id, reason: 'flagged' }, 'invalid_input'],
    [{ message: id, text: 'x'.repeat(1001) }, 'invalid_input'],
    [{ user: cleo.id }, 'invalid_input'],
    [{ message: (await cleo.send(room.id, 'mine')).id }, 'invalid_input'],
  ] as const)
    expect((await answer(cleo, object)).code).toBe(code)
  await ben.ask('DELETE', `/rooms/${room.id}/messages/${id}`)
  expect((await answer(cleo, { message: id })).code).toBe('deleted')
})

test('[RPT-3] a report that is repeated is the same, and a hundred reporters on any node make one report', async () => {
  await using all = await nodes(DATABASE === 'sqlite' ? 1 : 2)
  const { ana, ben, boss } = await setUp(all.at(0))
  const many = await Promise.all(Array.from({ length: 100 }, (_, i) => all.at(0).user(`User-${i}`)))
  const { id: room } = await ana.room('public')
  for (const who of [ben, ...many]) await who.ask('PUT', `/rooms/${room}/members/me`)
  const { id: message } = await ben.send(room, 'bad words')
  const answers: MyReport[] = []
  // Each is a transaction of its own: a hundred at once could wait for each other for longer than a write may wait.
  for (let i = 0; i < many.length; i += 20) {
    const wave = many.slice(i, i + 20)
    const ofWave = wave.map((who, n) =>
      made(who.at(all.at(n % 2).url), { message }, { text: `Text ${i + n}` }),
    )
    answers.push(...(await Promise.all(ofWave)))
  }
  const ids = new Set(answers.map(({ report: id }) => id))
  expect(ids.size).toBe(1)
  const [id] = [...ids]
  for (const who of many.slice(0, 3)) {
    const { status, body } = await report(who, { message }, { reason: 'spam', text: 'Again' })
    expect([status, body.report, body.reason]).toEqual([200, id, 'abuse'])
  }
  const found = await details(boss, id as string)
  expect(found.report.reporters).toBe(100)
  expect(found.reporters).toHaveLength(20)
  expect(found.reporters.every(({ text }) => text?.startsWith('Text '))).toBe(true)
  expect(await open(boss)).toHaveLength(1)
  // The answer shows nobody whether others have reported the same.
  expect(answers[0]).toEqual({ ...answers[99], createdAt: answers[0]?.createdAt } as MyReport)
}, 60_000)

test('[RPT-3] reports of one user are limited, until the staff close one', async () => {
  await using server = await parlance()
  const { ana, ben, cleo, mod, room } = await setUp(server)
  const first = await made(cleo, { message: (await ben.send(room.id, 'first')).id })
  for (let i = 1; i < 50; i++) await made(cleo, { message: (await ben.send(room.id, `${i}`)).id })
  const { id: last } = await ben.send(room.id, 'last')
  expect((await report(cleo, { message: last })).body.code).toBe('too_many')
  await mod.ask('POST', `/reports/${first.report}/close`, { outcome: 'dismissed' })
  await made(cleo, { message: last })
  await made(ana, { message: last })
}, 60_000)

test('[RPT-4] the staff of the room and of the server work on a report, but on none about themselves or a higher role', async () => {
  await using server = await parlance()
  const { app, ana, mod, ben, cleo, boss, eve, room } = await setUp(server)
  await app.ask('PATCH', `/users/${eve.id}`, { role: 'moderator' })
  const about = async (who: Client) =>
    (await made(cleo, { message: (await who.send(room.id, 'words')).id })).report
  const [ofBen, ofMod, ofAna] = [await about(ben), await about(mod), await about(ana)]
  const sees = async (who: Client, id: string) => {
    const { status, body } = await who.call('GET', `/reports/${id}`)
    if (status !== 200) expect(body.code).toBe('not_found')
    const isListed = (await open(who, `?room=${room.id}`).catch(() => [])).some((r) => r.id === id)
    expect(isListed).toBe(status === 200)
    return status === 200
  }
  const table = [
    [ofBen, [ana, mod, boss, eve], [ben, cleo]],
    [ofMod, [ana, boss, eve], [mod, ben, cleo]],
    [ofAna, [boss, eve], [ana, mod, ben, cleo]],
  ] as const
  for (const [id, staff, others] of table) {
    for (const who of staff) expect(await sees(who, id)).toBe(true)
    for (const who of others) expect(await sees(who, id)).toBe(false)
  }
  const refusals = async (who: Client, query: string) =>
    (await who.call('GET', `/reports${query}`)).body.code
  expect(await refusals(cleo, `?room=${room.id}`)).toBe('forbidden')
  expect(await refusals(ana, '')).toBe('forbidden')
  const { id: secret } = await ana.room('group')
  expect(await refusals(cleo, `?room=${secret}`)).toBe('not_found')
  // A server moderator does not work on a report about an administrator, nor an administrator on their own.
  await ana.ask('PUT', `/rooms/${room.id}/members/${boss.id}`).catch(() => undefined)
  await app.ask('PUT', `/rooms/${room.id}/members/${boss.id}`)
  const ofBoss = await about(boss)
  expect(await sees(boss, ofBoss)).toBe(false)
  expect(await sees(eve, ofBoss)).toBe(false)
  expect((await details(app, ofBoss)).report.user.id).toBe(boss.id as never)
  // A dm has no staff.
  const dm = await ben.ask('POST', '/rooms', { type: 'dm', members: [cleo.id] })
  const { report: inDm } = await made(cleo, { message: (await ben.send(dm.id, 'words')).id })
  expect((await cleo.call('GET', `/reports/${inDm}`)).body.code).toBe('not_found')
  expect((await details(eve, inDm)).report.room).toBe(dm.id)
})

test('[RPT-5] the staff receive a report, claim it and close it; its evidence and texts are erased then', async () => {
  await using server = await parlance()
  const { app, ana, mod, ben, cleo, boss, eve, room } = await setUp(server)
  const staff = await Promise.all([ana, mod, boss].map((who) => who.socket()))
  const others = await Promise.all([ben, cleo, eve].map((who) => who.socket()))
  const { id: message } = await ben.send(room.id, 'secret words')
  const { report: id } = await made(cleo, { message }, { text: 'secret text' })
  type Socket = (typeof staff)[number]
  const of = (socket: Socket) => socket.events.filter(({ type }) => type.startsWith('report.'))
  for (const socket of staff) {
    const [created] = await waitFor(() => of(socket).length > 0 && of(socket))
    expect(created).toMatchObject({ type: 'report.created', report: id })
  }
  expect(await mod.ask('POST', `/reports/${id}/claim`, {})).toMatchObject({
    status: 'claimed',
    claimedBy: { id: mod.id, name: 'Mod' },
  })
  // Claiming it again changes nothing. Another of the staff leaves it to the first, or takes it over.
  await mod.ask('POST', `/reports/${id}/claim`, {})
  expect((await ana.call('POST', `/reports/${id}/claim`, {})).body.code).toBe('report_claimed')
  const taken = await ana.ask('POST', `/reports/${id}/claim`, { takeOver: true })
  expect(taken.claimedBy.id).toBe(ana.id)
  expect(await open(mod, `?room=${room.id}`)).toEqual([])
  expect(await open(mod, `?room=${room.id}&status=claimed`)).toHaveLength(1)
  expect((await cleo.ask('GET', '/reports/mine')).reports).toMatchObject([{ status: 'open' }])
  const note = 'warned him in a dm'
  expect(await ana.ask('POST', `/reports/${id}/close`, { outcome: 'warned', note })).toMatchObject({
    status: 'closed',
    closedBy: { id: ana.id },
    outcome: 'warned',
    note,
  })
  for (const verb of ['claim', 'close']) {
    const { body } = await mod.call('POST', `/reports/${id}/${verb}`, { outcome: 'dismissed' })
    expect(body.code).toBe(verb === 'close' ? 'report_over' : 'invalid_input')
  }
  expect((await mod.call('POST', `/reports/${id}/claim`, {})).body.code).toBe('report_over')
  const found = await details(boss, id)
  expect(found.evidence).toEqual([])
  expect(JSON.stringify(found)).not.toContain('secret')
  // The reporter sees that it was closed, and nothing else.
  const [mine] = (await cleo.ask('GET', '/reports/mine')).reports
  expect(mine).toEqual({
    report: id,
    status: 'closed',
    room: room.id,
    user: ben.id,
    message,
    reason: 'abuse',
    createdAt: mine.createdAt,
  })
  const types = ['report.created', ...Array.from({ length: 3 }, () => 'report.updated')]
  for (const socket of staff) {
    await waitFor(() => of(socket).length >= 4)
    expect(of(socket).map(({ type }) => type as string)).toEqual(types)
  }
  const [bens, cleos, eves] = others as [Socket, Socket, Socket]
  await waitFor(() => of(cleos).length > 0)
  expect(of(cleos)).toMatchObject([{ type: 'report.updated' }])
  expect([...of(bens), ...of(eves)]).toEqual([])
  // The next report of the same message is a new one.
  const again = await made(cleo, { message })
  expect(again.report).not.toBe(id as never)
  const closed = await app.ask('POST', `/reports/${again.report}/close`, { outcome: 'dismissed' })
  expect(closed).toMatchObject({ status: 'closed', closedBy: { id: 'parlance' } })
  const acts = (await boss.ask('GET', `/audit?user=${ben.id}`)).entries
  expect(acts).toMatchObject([
    { act: 'reports.close', by: 'parlance', target: again.report, after: { outcome: 'dismissed' } },
    { act: 'reports.close', by: ana.id, target: id, reason: note, after: { outcome: 'warned' } },
    { act: 'reports.claim', by: ana.id, before: { claimedBy: mod.id } },
    { act: 'reports.claim', by: mod.id },
  ])
})

test('[RPT-6] when a reported user is deleted the evidence of their messages goes, and the report stays', async () => {
  await using server = await parlance()
  const { app, ben, cleo, boss, room } = await setUp(server)
  const before = await cleo.send(room.id, 'of Cleo')
  const { id: message } = await ben.send(room.id, 'bad words')
  const { report: id } = await made(cleo, { message })
  expect((await details(boss, id)).evidence).toHaveLength(2)
  await app.ask('DELETE', `/users/${ben.id}`)
  const { report: found, evidence } = await details(boss, id)
  expect(found).toMatchObject({ status: 'open', user: { id: ben.id, name: 'Deleted user' } })
  expect(evidence.map(({ message }) => message.id)).toEqual([before.id])
})
